import { type Logger, pino } from "pino";
import { logOutput } from "./log-output.ts";

/** Places where credentials travel; they never reach a log. */
const secrets = [
  "authorization",
  "cookie",
  "password",
  "currentPassword",
  "newPassword",
  "secret",
  "token",
  "*.authorization",
  "*.cookie",
  "*.password",
  "*.currentPassword",
  "*.newPassword",
  "*.secret",
  "*.token",
  "req.headers.authorization",
  "req.headers.cookie",
];

/** Structured logs on standard output, with credentials redacted. */
export const createLogger = (level: string): Logger =>
  pino({ level, redact: { paths: secrets, censor: "[redacted]" }, base: { process: "api" } }, logOutput());
