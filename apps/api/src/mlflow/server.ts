import type { FastifyInstance } from "fastify";

/** The MLflow release whose REST surface this is; clients decide by it what they may ask. */
const emulatedVersion = "3.17.2";

const serverInfo = {
  store_type: "SqlStore",
  workspaces_enabled: true,
  trace_archival_enabled: false,
  multipart_uploads_enabled: false,
  multipart_downloads_enabled: false,
  presigned_upload_run_id_supported: false,
  presigned_upload_model_id_supported: false,
  features_enabled: { gateway: false },
};

/** What clients ask before they sign in. */
export function serverRoutes(app: FastifyInstance): void {
  const config = { public: "says only which MLflow release is emulated; clients ask before they sign in" };
  app.get("/health", { config }, (_request, reply) => reply.type("text/plain").send("OK"));
  app.get("/version", { config }, (_request, reply) => reply.type("text/html").send(emulatedVersion));
  for (const prefix of ["/api", "/ajax-api"]) app.get(`${prefix}/3.0/mlflow/server-info`, { config }, () => serverInfo);
}
