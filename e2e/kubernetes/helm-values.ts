const password = "only-for-this-suite";
const addressOf = (role: string) => `postgresql://${role}:${password}@postgres.test:5432/plumbline`;

export const database = {
  url: addressOf("plumbline_app"),
  systemUrl: addressOf("plumbline_system"),
  retentionUrl: addressOf("plumbline_retention"),
  ownerUrl: addressOf("plumbline_owner"),
  provision: true,
  adminUrl: addressOf("postgres"),
};
const publicUrl = "https://ml.example.org";
const volume = { size: "10Gi" };
const scaled = { autoscaling: { enabled: true } };

/** The least that a release can be made of. */
export const least = { publicUrl, database, storage: { volume } };

/** Every way in which the chart makes something else. */
export const valueSets: Readonly<Record<string, object>> = {
  "a volume": least,
  "S3, Redis, autoscaling and an ingress": {
    publicUrl,
    database,
    trustedProxies: ["10.0.0.0/8", "192.168.0.0/16"],
    redis: { url: "redis://redis.test:6379" },
    storage: {
      s3: { bucket: "plumbline", endpoint: "https://s3.example.org", region: "eu-1", accessKeyId: "key", secretAccessKey: password },
    },
    ingress: { enabled: true, className: "nginx", tlsSecret: "ml", annotations: { "example.org/size": "0" } },
    image: { repository: "registry.example.org/plumbline", digest: `sha256:${"0".repeat(64)}`, pullSecrets: ["registry"] },
    api: { ...scaled, service: { type: "LoadBalancer", port: 8080, annotations: { "example.org/inner": "true" } } },
    worker: scaled,
    portal: scaled,
  },
  "Secrets of one's own": {
    publicUrl,
    database: { existingSecret: "database", ownerExistingSecret: "owner" },
    redis: { existingSecret: "redis" },
    storage: { s3: { bucket: "plumbline", forcePathStyle: false, existingSecret: "s3" } },
    secrets: { existingSecret: "keys" },
    env: { LOG_LEVEL: "debug" },
    envFromSecrets: { SMTP_URL: { secret: "mail", key: "url" } },
  },
  "jobs in this cluster, on nodes of their own": {
    ...least,
    storage: { volume: { existingClaim: "storage" } },
    cluster: { runJobs: true },
    networkPolicy: { ingressFrom: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } } }] },
    nodeSelector: { room: "a" },
    tolerations: [{ key: "room", operator: "Exists" }],
    affinity: { podAntiAffinity: {} },
    podAnnotations: { "example.org/scrape": "true" },
  },
  "as little as can be": {
    ...least,
    cluster: { read: false },
    networkPolicy: { enabled: false },
    podDisruptionBudget: { enabled: false },
    api: { replicas: 1 },
  },
};
