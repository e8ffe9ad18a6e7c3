import { createHmac, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { newSecret, signatureHeaders } from "./sign-webhook.ts";

const body = '{"type":"webhook.test","data":{"text":"ä🦉"}}';

describe("Standard Webhooks", () => {
  // The example of the specification's reference libraries.
  test("gives the signature of the specification's example", () => {
    const headers = signatureHeaders({
      format: "standard",
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    });
    expect(headers).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("is accepted by the reference library, with the present and the previous secret", () => {
    const secrets = [newSecret(), newSecret()];
    const headers = signatureHeaders({ format: "standard", id: randomUUID(), at: new Date(), body, secrets });
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  });

  test.each(["webhook-id", "webhook-timestamp"])("is bound to %s and to the body", (name) => {
    const secret = newSecret();
    const headers = signatureHeaders({ format: "standard", id: randomUUID(), at: new Date(), body, secrets: [secret] });
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    expect(() => new Webhook(secret).verify(body, { ...headers, [name]: name === "webhook-id" ? randomUUID() : later })).toThrow();
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  });

  test("its secrets are 32 random bytes", () => {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSecret()).not.toBe(secret);
  });
});

test("MLflow: one signature by the secret's characters over id, timestamp and body", () => {
  const headers = signatureHeaders({ format: "mlflow", id: "d1", at: new Date(1_700_000_000_999), body, secrets: ["hush", "old"] });
  expect(headers).toEqual({
    "x-mlflow-delivery-id": "d1",
    "x-mlflow-timestamp": "1700000000",
    "x-mlflow-signature": `v1,${createHmac("sha256", "hush").update(`d1.1700000000.${body}`).digest("base64")}`,
  });
});
