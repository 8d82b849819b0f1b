/** `provider`: what is driven. */
import { z } from 'zod';
import { type ProviderConfig, architectures, platformProfiles } from '../scenario.ts';
import { faults } from './faults.ts';
import { positiveDuration } from './quantities.ts';

const reference = z
  .strictObject({
    id: z.literal('reference'),
    endpoint: z
      .url()
      .optional()
      .describe('a platform that already runs; default: one is started for the run'),
    profile: z
      .enum(platformProfiles)
      .default('lambda')
      .describe('real platform whose policies a platform that is started runs by'),
    profileOptions: z
      .record(z.string(), z.union([z.number(), z.string()]))
      .optional()
      .describe('what is changed of the profile, such as { routing: random, minInstances: 1 }'),
    timeScale: z
      .number()
      .min(0.001)
      .max(10_000)
      .default(1)
      .describe('how many times faster than the clock its windows and lifetimes go'),
    instanceKeepAlive: positiveDuration
      .optional()
      .describe("idle life of an instance; default: the profile's, 10m of lambda"),
    accountConcurrency: z
      .int()
      .positive()
      .optional()
      .describe("invocations that may run at once; default: the profile's, 1000 of lambda"),
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
