/** AWS Lambda, or anything that speaks its API at another endpoint. */
import type { Adapter } from '../../harness/contract/provider.ts';
import { connectLambda } from './client.ts';
import type { AwsLambdaConfig } from './config.ts';
import { deployLambda } from './deployment.ts';
import { toInvokeTarget } from './target.ts';

/** An endpoint other than AWS takes any role, but the API insists on one. */
const placeholderRole = 'arn:aws:iam::000000000000:role/faasmark';

export const awsLambdaAdapter: Adapter<AwsLambdaConfig> = {
  id: 'aws-lambda',
  async connect(config, context) {
    const { client, endpoint, signing } = await connectLambda(config, context.environment);
    return {
      description: {
        id: 'aws-lambda',
        endpoint,
        details: { region: config.region, architecture: config.architecture },
      },
      deploy: (spec, signal) =>
        deployLambda(
          spec,
          {
            client,
            context,
            architecture: config.architecture,
            roleArn: config.roleArn ?? placeholderRole,
            toTarget: (functionName) => toInvokeTarget(spec, functionName, endpoint, signing),
          },
          signal,
        ),
      close() {
        client.destroy();
        return Promise.resolve();
      },
    };
  },
};
