/** What has to be known to reach AWS Lambda, or anything that speaks its API. */
export interface AwsLambdaConfig {
  readonly id: 'aws-lambda';
  readonly region: string;
  /** Another endpoint that speaks the same API; default: AWS itself. */
  readonly endpoint?: string | undefined;
  /** ARN of the functions' execution role; AWS demands one. */
  readonly roleArn?: string | undefined;
  readonly architecture: 'x86_64' | 'arm64';
}
