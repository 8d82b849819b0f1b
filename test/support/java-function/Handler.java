/** A function on the official Java runtime client, for the tests of the Runtime API. The event says what it shall do. */
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

public class Handler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private int invocations = 0;

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    invocations++;
    context.getLogger().log("java says " + event.get("text") + "\n");
    if ("fail".equals(event.get("do"))) throw new IllegalArgumentException("as asked");
    if ("exit".equals(event.get("do"))) System.exit(7);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("text", event.get("text"));
    answer.put("requestId", context.getAwsRequestId());
    answer.put("functionArn", context.getInvokedFunctionArn());
    answer.put("remainingMs", context.getRemainingTimeInMillis());
    if (context.getClientContext() != null) answer.put("clientContext", context.getClientContext().getCustom());
    answer.put("invocation", invocations);
    return answer;
  }
}
