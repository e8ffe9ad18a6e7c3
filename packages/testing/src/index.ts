export { type CallerOptions, openTestEnvironment, type TestEnvironment, type TestUser, type TestWorkspace } from "./environment.ts";
