export { type CallerOptions, openTestEnvironment, type TestEnvironment, type TestUser, type TestWorkspace } from "./environment.ts";
export { type OwnServer, openOwnServer } from "./own-server.ts";
