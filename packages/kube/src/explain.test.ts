import { expect, test } from "vitest";
import { explainAnswer, explainFailure } from "./explain.ts";

const status = (message: string, more: object = {}): string => JSON.stringify({ kind: "Status", message, ...more });

test.each([
  [400, "invalid"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not-found"],
  [409, "conflict"],
  [410, "gone"],
  [413, "too-large"],
  [422, "invalid"],
  [429, "unreachable"],
  [500, "unknown"],
  [503, "unreachable"],
])("status %i is %s", (code, kind) => {
  expect(explainAnswer(code, status("so it is"))).toMatchObject({ kind, status: code });
});

test("the cluster's own words are kept, as one line of bounded length", () => {
  expect(explainAnswer(403, status('pods is forbidden:\n\tUser "ada"\u0007 cannot list', { reason: "Forbidden" }))).toMatchObject({
    message: 'pods is forbidden: User "ada" cannot list',
    reason: "Forbidden",
  });
  expect(explainAnswer(422, status("x".repeat(5000))).message).toHaveLength(1000);
});

test("what is not Kubernetes' answer is not repeated", () => {
  expect(explainAnswer(502, "<html>secret</html>").message).toBe("The cluster answered with status 502.");
  expect(explainAnswer(404, '{"message":"no Status"}').message).toBe("The cluster answered with status 404.");
  expect(explainAnswer(401, status("token t0ken is bad")).message).toBe("The cluster does not accept these credentials.");
});

test("a list that is gone says where to go on", () => {
  expect(explainAnswer(410, status("too old", { metadata: { continue: "later" } })).next).toBe("later");
});

test.each([
  ["ECONNREFUSED", "nothing listens there (ECONNREFUSED)"],
  ["ENOTFOUND", "the name is not known"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "signed by nobody whom the kubeconfig trusts"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "the TLS connection fails"],
  ["EODD", "the connection fails (EODD)"],
])("%s is told in words", (code, words) => {
  const error = explainFailure("k8s.test:6443", Object.assign(new Error("x"), { code }));
  expect(error.kind).toBe("unreachable");
  expect(error.message).toContain("The cluster at k8s.test:6443 cannot be reached: ");
  expect(error.message).toContain(words);
});

test("of several addresses that fail the first one is told", () => {
  const errors = ["ECONNREFUSED", "ENETUNREACH"].map((code) => Object.assign(new Error("x"), { code }));
  expect(explainFailure("a", new AggregateError(errors, "all failed")).message).toContain("nothing listens there");
  expect(explainFailure("a", new Error("x")).message).toBe("The cluster at a cannot be reached: the connection fails.");
});
