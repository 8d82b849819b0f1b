/** `provider`: what is driven. */
import { z } from 'zod';
import { type ProviderConfig, architectures } from '../scenario.ts';
import { faults } from './faults.ts';
import { positiveDuration } from './quantities.ts';

const reference = z
  .strictObject({
    id: z.literal('reference'),
    endpoint: z
      .url()
      .optional()
      .describe('a platform that already runs; default: one is started for the run'),
    instanceKeepAlive: positiveDuration.prefault('10m').describe('idle life of an instance'),
    accountConcurrency: z.int().positive().default(1000).describe('instances that may run at once'),
    faults: faults.optional(),
  })
  .transform(({ instanceKeepAlive, ...rest }) => ({ ...rest, instanceKeepAliveMs: instanceKeepAlive }));

const awsLambda = z
  .strictObject({
    id: z.literal('aws-lambda'),
    region: z.string().min(1).default('us-east-1'),
    endpoint: z.url().optional().describe('another endpoint that speaks the AWS Lambda API'),
    role: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'expected the ARN of an IAM role')
      .optional()
      .describe('execution role of the functions; needed on AWS itself'),
    architecture: z.enum(architectures).default('x86_64'),
  })
  .transform(({ role, ...rest }) => ({ ...rest, roleArn: role }));

const http = z.strictObject({ id: z.literal('http') });

export const provider: z.ZodType<ProviderConfig> = z.discriminatedUnion('id', [reference, awsLambda, http]);
