import { loadWebConfig, type WebConfig } from "@plumbline/config";

let config: WebConfig | undefined;

/** Read at the first request: a build has no environment. */
export function webConfig(): WebConfig {
  // biome-ignore lint/style/noProcessEnv: the pages' own bundle has no other door to what server.ts was started with
  config ??= loadWebConfig(process.env);
  return config;
}

// biome-ignore lint/style/noProcessEnv: the bundler replaces it by a constant
export const isDevelopment = process.env.NODE_ENV === "development";
