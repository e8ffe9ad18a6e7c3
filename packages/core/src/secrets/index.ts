export { listSecrets } from "./list-secrets.ts";
export { missingSecrets } from "./missing-secrets.ts";
export { openSecrets } from "./open-secrets.ts";
export { rewrapSecrets } from "./rewrap-secrets.ts";
export { deleteSecret, putSecret } from "./write-secrets.ts";
