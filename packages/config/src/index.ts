export { type ApiConfig, loadApiConfig } from "./api.ts";
export { ConfigError, type Environment } from "./environment.ts";
export { loadMigrateConfig, loadProvisionConfig } from "./migrate.ts";
export { loadBucketConfig } from "./storage.ts";
export { loadWebConfig, type WebConfig } from "./web.ts";
export { loadWorkerConfig } from "./worker.ts";
