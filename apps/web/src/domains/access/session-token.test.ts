import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { decodeSession, encodeSession, sessionCookieName } from "./session-token.ts";

const secret = "a secret of at least thirty-two characters";
const claims = { sub: "01890a5d-ac96-774b-bcce-b302099a8057", sid: "01890a5d-ac96-774b-bcce-b302099a8058" };
const soon = () => Math.floor(Date.now() / 1000) + 60;

test("a session comes back as it went, with its end", async () => {
  const end = soon();
  expect(await decodeSession(await encodeSession(claims, end, secret), secret)).toEqual({ ...claims, exp: end });
});

test("what is over, tampered with or signed by another key is nobody's", async () => {
  const token = await encodeSession(claims, soon(), secret);
  const [head, , signature] = token.split(".");
  const body = Buffer.from(JSON.stringify({ ...claims, sub: "another" })).toString("base64url");
  expect(await decodeSession(await encodeSession(claims, soon() - 120, secret), secret)).toBeNull();
  expect(await decodeSession(`${head}.${body}.${signature}`, secret)).toBeNull();
  expect(await decodeSession(token, `${secret}!`)).toBeNull();
  expect(await decodeSession("", secret)).toBeNull();
  expect(await decodeSession(undefined, secret)).toBeNull();
});

test("a token made with the bare secret, as for another use, is refused", async () => {
  const foreign = await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("plumbline")
    .setAudience("session")
    .setExpirationTime(soon())
    .sign(new TextEncoder().encode(secret));
  expect(await decodeSession(foreign, secret)).toBeNull();
});

test("behind TLS the cookie is a secure one", () => {
  expect(sessionCookieName("https://ml.example.org")).toBe("__Host-plumbline.session");
  expect(sessionCookieName("http://localhost:3000")).toBe("plumbline.session");
});
