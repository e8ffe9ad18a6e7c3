import type { Problem } from "@plumbline/contracts/problem";
import { AppError, translate } from "@plumbline/core/kernel";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";

const titles: Record<Problem["code"], string> = {
  invalid: "The request is not valid",
  unauthenticated: "Nobody is signed in",
  forbidden: "Not allowed",
  "not-found": "Not found",
  conflict: "Conflict",
  "precondition-failed": "A precondition failed",
  "quota-exceeded": "A quota is used up",
  "rate-limited": "Too many requests",
  unavailable: "Not available right now",
  internal: "Something failed on our side",
};

/** Any error as the platform's own: what the framework refuses is `invalid`, what nobody foresaw is `internal`. */
function toAppError(error: unknown): AppError {
  const translated = translate(error);
  if (translated instanceof AppError) return translated;
  const status = (translated as Partial<FastifyError>).statusCode;
  if (status !== undefined && status >= 400 && status < 500) {
    return new AppError("invalid", (translated as FastifyError).message, { cause: error, params: { status } });
  }
  return new AppError("internal", "An unexpected error happened. It was logged under this request's id.", { cause: error });
}

/** RFC 9457 document of an error. */
function toProblem(error: AppError, requestId: string): Problem {
  const retryAfter = error.params.retryAfterSeconds;
  const status = error.params.status;
  return {
    type: `/docs/api#${error.code}`,
    title: titles[error.code],
    status: typeof status === "number" ? status : error.status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.fields.length > 0 ? { fields: [...error.fields] } : {}),
    ...(typeof retryAfter === "number" ? { retryAfterSeconds: retryAfter } : {}),
  };
}

/** Answers with a problem document; what is our fault goes to the log with its cause. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const appError = toAppError(error);
  if (appError.status >= 500) request.log.error({ err: appError.cause ?? appError, code: appError.code }, "request failed");
  const problem = toProblem(appError, request.id);
  if (problem.retryAfterSeconds !== undefined) reply.header("retry-after", problem.retryAfterSeconds);
  if (appError.code === "unauthenticated") reply.header("www-authenticate", 'Bearer realm="plumbline"');
  return reply.code(problem.status).type("application/problem+json").send(problem);
}
