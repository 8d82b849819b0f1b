/** What would be wrong to accept silently: the function would not be what was asked for. Each with its reason. */
import { machineArchitecture } from './function-revision.ts';
import type { Fields } from './read-settings.ts';

interface Unsupported {
  /** As the service model names it. */
  readonly field: string;
  /** What is asked for; undefined when that can be had. */
  readonly find: (fields: Fields) => unknown;
  readonly reason: string;
}

const toList = (value: unknown): unknown => (Array.isArray(value) && value.length > 0 ? value : undefined);
const unless = (value: unknown, allowed: string): unknown => (value === allowed ? undefined : value);
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? ((value as Readonly<Record<string, unknown>>)[name] ?? undefined)
    : undefined;

const unsupported: readonly Unsupported[] = [
  {
    field: 'packageType',
    find: (fields) => unless(fields['PackageType'] ?? undefined, 'Zip'),
    reason: 'code comes as a zip archive only',
  },
  {
    field: 'imageConfig',
    find: (fields) => fields['ImageConfig'] ?? undefined,
    reason: 'code comes as a zip archive only',
  },
  {
    field: 'layers',
    find: (fields) => toList(fields['Layers']),
    reason: 'there is no store of layers; put their files into the archive',
  },
  {
    field: 'fileSystemConfigs',
    find: (fields) => toList(fields['FileSystemConfigs']),
    reason: 'there are no file systems to mount',
  },
  {
    field: 'vpcConfig.subnetIds',
    find: (fields) => toList(member(fields['VpcConfig'], 'SubnetIds')),
    reason: 'there are no private networks',
  },
  {
    field: 'codeSigningConfigArn',
    find: (fields) => fields['CodeSigningConfigArn'] ?? undefined,
    reason: 'signatures of code are not checked',
  },
  {
    field: 'durableConfig',
    find: (fields) => fields['DurableConfig'] ?? undefined,
    reason: 'there are no durable executions',
  },
  {
    field: 'capacityProviderConfig',
    find: (fields) => fields['CapacityProviderConfig'] ?? undefined,
    reason: 'there are no capacity providers',
  },
  {
    field: 'tenancyConfig',
    find: (fields) => fields['TenancyConfig'] ?? undefined,
    reason: 'the tenants of a function share its instances',
  },
  {
    field: 'architectures',
    find: ({ Architectures }) =>
      Array.isArray(Architectures) && Architectures.some((one) => one !== machineArchitecture)
        ? Architectures
        : undefined,
    reason: `this machine is ${machineArchitecture}`,
  },
];

/** One sentence for each. */
export function findUnsupported(fields: Fields): string[] {
  return unsupported.flatMap(({ field, find, reason }) => {
    const asked = find(fields);
    if (asked === undefined) return [];
    const value = typeof asked === 'string' ? asked : JSON.stringify(asked);
    return [`Value '${value}' at '${field}' is not supported by this platform: ${reason}`];
  });
}
