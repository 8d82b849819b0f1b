/** The files by which a Grafana has the data source and the dashboards from its start, and a compose file that starts one: pure. */
import type { Language } from './query/languages.ts';

export interface ProvisionedFile {
  /** Below the folder. */
  readonly path: string;
  readonly text: string;
}

export interface ProvisioningOptions {
  readonly language: Language;
  /** Of InfluxDB as Grafana reaches it; undefined for one that the compose file starts, which speaks InfluxQL. */
  readonly influxUrl?: string | undefined;
  /** Where the dashboards are, below the folder. */
  readonly dashboards: string;
}

const insideFolder = '/var/lib/grafana/dashboards/faasmark';
/** Newest at the time of writing (November 2026) of the lines that these dashboards were made for. */
const influxImage = 'influxdb:1.8';
const grafanaImage = 'grafana/grafana:11.6.0';

export function toProvisioning(options: ProvisioningOptions): ProvisionedFile[] {
  return [
    { path: 'provisioning/datasources/faasmark.yaml', text: toDataSource(options) },
    { path: 'provisioning/dashboards/faasmark.yaml', text: provider },
    { path: 'compose.yaml', text: toCompose(options) },
  ];
}

const provider = `# Loads every dashboard in the folder, and again when a file changes.
apiVersion: 1
providers:
  - name: faasmark
    type: file
    folder: faasmark
    updateIntervalSeconds: 10
    options:
      path: ${insideFolder}
`;

function toDataSource({ language, influxUrl = 'http://influxdb:8086' }: ProvisioningOptions): string {
  return `# The InfluxDB that \`faasmark run --influx http://127.0.0.1:8086?db=faasmark\` fills.
apiVersion: 1
datasources:
  - name: faasmark
    uid: faasmark
    type: influxdb
    access: proxy
    # As Grafana reaches it, which is another address than yours when Grafana is in a container.
    url: ${influxUrl}
${settingsOf[language]}`;
}

/** Grafana takes tokens and passwords from its own environment. */
const settingsOf: Readonly<Record<Language, string>> = {
  influxql: `    jsonData:
      version: InfluxQL
      # InfluxDB 2: the bucket.
      dbName: faasmark
      httpMode: POST
      # A run has a point a second.
      timeInterval: 1s
      # InfluxDB 2 and 3: uncomment both parts.
      # httpHeaderName1: Authorization
    # secureJsonData:
    #   httpHeaderValue1: Token $INFLUX_TOKEN
    # InfluxDB 1 with authentication:
    # basicAuth: true
    # basicAuthUser: $INFLUX_USERNAME
    # secureJsonData:
    #   basicAuthPassword: $INFLUX_PASSWORD
`,
  flux: `    jsonData:
      version: Flux
      organization: $INFLUX_ORG
      defaultBucket: faasmark
      timeInterval: 1s
    secureJsonData:
      token: $INFLUX_TOKEN
`,
  sql: `    jsonData:
      version: SQL
      dbName: faasmark
      timeInterval: 1s
    secureJsonData:
      token: $INFLUX_TOKEN
`,
};

function toCompose({ influxUrl, dashboards, language }: ProvisioningOptions): string {
  const environment =
    language === 'influxql'
      ? ''
      : `
      INFLUX_TOKEN: \${INFLUX_TOKEN:?the token that may read}${language === 'flux' ? '\n      INFLUX_ORG: ${INFLUX_ORG:?the organization}' : ''}`;
  const grafana = `  grafana:
    image: ${grafanaImage}
    ports: ['127.0.0.1:3000:3000']
    environment:
      # Whoever reaches this machine's port 3000 may look, and needs no password for it.
      GF_AUTH_ANONYMOUS_ENABLED: 'true'
      # A run is streamed every second.
      GF_DASHBOARDS_MIN_REFRESH_INTERVAL: 1s${environment}
    volumes:
      - ./provisioning:/etc/grafana/provisioning:ro
      - ./${dashboards}:${insideFolder}:ro
`;
  if (influxUrl !== undefined) {
    return `# Grafana at http://127.0.0.1:3000, on an InfluxDB that is there already.
services:
${grafana}    extra_hosts: ['host.docker.internal:host-gateway']
`;
  }
  return `# InfluxDB at http://127.0.0.1:8086 and Grafana at http://127.0.0.1:3000: docker compose up
services:
  influxdb:
    image: ${influxImage}
    ports: ['127.0.0.1:8086:8086']
    environment:
      INFLUXDB_DB: faasmark
      INFLUXDB_REPORTING_DISABLED: 'true'
    volumes: ['influxdb:/var/lib/influxdb']
${grafana}    depends_on: [influxdb]
volumes:
  influxdb: {}
`;
}
