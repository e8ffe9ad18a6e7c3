export { type CallerOptions, openTestEnvironment, type TestEnvironment, type TestUser, type TestWorkspace } from "./environment.ts";
export { asRole, startTestServer, withClient } from "./server.ts";
