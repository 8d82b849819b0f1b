/** The refusals of the Lambda API, by the names and status codes of its service model (botocore, lambda 2015-03-31). */

const statusOf = {
  CodeStorageExceededException: 400,
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  PreconditionFailedException: 412,
  ProvisionedConcurrencyConfigNotFoundException: 404,
  RequestTooLargeException: 413,
  ResourceConflictException: 409,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  ServiceQuotaExceededException: 402,
  TooManyRequestsException: 429,
  // Not of the model: what AWS answers before a request reaches Lambda.
  AccessDeniedException: 403,
  UnknownOperationException: 404,
} as const;

export type LambdaErrorType = keyof typeof statusOf;

export class LambdaError extends Error {
  readonly type: LambdaErrorType;
  readonly status: number;
  /** Of a throttle. */
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    type: LambdaErrorType,
    message: string,
    options: { readonly reason?: string; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = type;
    this.type = type;
    this.status = statusOf[type];
    this.reason = options.reason;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
