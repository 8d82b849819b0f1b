/** Where a provider's machine-readable list has a price: what a price book keeps beside the figure. */
import { z } from 'zod';

export interface AwsEntry {
  readonly kind: 'aws';
  /** Offer code, such as AWSLambda. */
  readonly offer: string;
  /** Attribute `group` of the product. */
  readonly group: string;
}

export interface AzureEntry {
  readonly kind: 'azure';
  readonly product: string;
  readonly sku: string;
  readonly meter: string;
  /** Units that the listed price is for. */
  readonly per: number;
}

export interface GcpEntry {
  readonly kind: 'gcp';
  /** Id of the service in the catalogue. */
  readonly service: string;
  /** Of the SKU, exactly. */
  readonly description: string;
}

export type ListEntry = AwsEntry | AzureEntry | GcpEntry;
export const listKinds = ['aws', 'azure', 'gcp'] as const;
export type ListKind = (typeof listKinds)[number];

const text = z.string().min(1);

export const listEntry: z.ZodType<ListEntry> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('aws'), offer: text, group: text }),
  z.strictObject({
    kind: z.literal('azure'),
    product: text,
    sku: text,
    meter: text,
    per: z.number().positive().default(1),
  }),
  z.strictObject({ kind: z.literal('gcp'), service: text, description: text }),
]);
