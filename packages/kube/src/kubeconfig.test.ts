import { expect, test } from "vitest";
import { ClusterError } from "./cluster-error.ts";
import { listContexts, readKubeconfig } from "./kubeconfig.ts";

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly more?: object;
}

const server = "https://10.0.0.1:6443";
const textOf = ({ cluster = {}, user = {}, more = {} }: Parts = {}): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "lab",
    clusters: [{ name: "lab", cluster: { server, ...cluster } }],
    users: [{ name: "ada", user }],
    contexts: [
      { name: "lab", context: { cluster: "lab", user: "ada" } },
      { name: "lost", context: { cluster: "gone", user: "ada" } },
    ],
    ...more,
  });

function refusalOf(text: string, context?: string): string {
  try {
    readKubeconfig(text, context);
  } catch (error) {
    if (error instanceof ClusterError && error.kind === "invalid") return error.message;
    throw error;
  }
  return "";
}

test("a token is the way in", async () => {
  const { server: address, token, tls, proxy } = readKubeconfig(textOf({ user: { token: "t0ken" } }));
  expect([address.href, await token(), tls, proxy]).toEqual(["https://10.0.0.1:6443/", "t0ken", { rejectUnauthorized: true }, undefined]);
});

test("YAML as kubectl writes it is read", () => {
  const text = [
    "apiVersion: v1",
    "kind: Config",
    "contexts: [{name: a, context: {cluster: c, user: u}}]",
    "clusters:",
    "- cluster:",
    "    insecure-skip-tls-verify: true",
    "    proxy-url: http://proxy.test:3128",
    "    server: https://gateway.test/k8s/clusters/c-1",
    "    tls-server-name: inner.test",
    "  name: c",
    "users: [{name: u, user: {}}]",
  ].join("\n");
  const { server: address, tls, proxy } = readKubeconfig(text);
  expect(address.pathname).toBe("/k8s/clusters/c-1");
  expect(tls).toEqual({ servername: "inner.test", rejectUnauthorized: false });
  expect(proxy?.host).toBe("proxy.test:3128");
});

test.each([
  [{ user: { exec: { command: "aws" } } }, "signs in by a program"],
  [{ user: { "auth-provider": { name: "gcp" } } }, "auth-provider"],
  [{ user: { username: "ada", password: "p" } }, "password"],
  [{ user: { tokenFile: "/etc/passwd" } }, "reads its token from a file"],
  [{ user: { "client-certificate": "/etc/x", "client-key-data": "eA==" } }, "reads its certificate from a file"],
  [{ user: { "client-key": "/etc/shadow" } }, "reads its key from a file"],
  [{ user: { as: "root" } }, "acts as somebody else"],
  [{ cluster: { "certificate-authority": "/etc/x" } }, "reads its certificate authority from a file"],
  [{ cluster: { server: "ftp://x" } }, "not an address that begins with https:"],
  [{ cluster: { server: "https://a:b@x" } }, "holds a password"],
  [{ cluster: { server: "http://x" }, user: { token: "t" } }, "readable on the way"],
  [{ cluster: { "proxy-url": "socks5://x:1" } }, "proxy-url"],
  [{ cluster: { "certificate-authority-data": "eA==" } }, "is not a PEM file"],
  [{ cluster: { "certificate-authority-data": pem("CERTIFICATE") } }, "certificate authority cannot be read"],
  [{ user: { "client-certificate-data": pem("CERTIFICATE") } }, "one is missing"],
  [{ user: { "client-certificate-data": pem("CERTIFICATE"), "client-key-data": pem("EC PRIVATE KEY") } }, "do not belong together"],
  [{ cluster: { "certificate-authority-data": pem("CERTIFICATE"), "insecure-skip-tls-verify": true } }, "only one can be meant"],
  [{ more: { "current-context": "" } }, "choose one of lab, lost"],
  [{ more: { clusters: undefined } }, "lists no clusters"],
] satisfies [Parts, string][])("%j is refused in words", (parts, words) => {
  expect(refusalOf(textOf(parts))).toContain(words);
});

test("a context is chosen by name", () => {
  expect(readKubeconfig(textOf(), "lab").server.host).toBe("10.0.0.1:6443");
  expect(refusalOf(textOf(), "lost")).toContain('no cluster called "gone" among lab');
  expect(refusalOf(textOf(), "nowhere")).toContain('no context called "nowhere" among lab, lost');
});

test("plain HTTP passes where there is nothing to read on the way", () => {
  expect(readKubeconfig(textOf({ cluster: { server: "http://127.0.0.1:8001" } })).server.protocol).toBe("http:");
});

test("what is no kubeconfig is refused, and not quoted", () => {
  const secret = "client-key-data: c2VjcmV0";
  expect(refusalOf(`${secret}\n\t: [`)).toBe("This kubeconfig does not work: it is not YAML.");
  expect(refusalOf("just a text")).toContain("not YAML");
  expect(refusalOf("[]")).toContain("not YAML");
  expect(refusalOf(" ".repeat(512 * 1024 + 1))).toContain("more than 512 KiB");
  expect(refusalOf(textOf().padEnd(512 * 1024))).toBe("");
});

function pem(kind: string): string {
  return Buffer.from(`-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`).toString("base64");
}

test("all that a kubeconfig offers is listed, and what of it cannot be used", () => {
  const more = {
    clusters: [{ name: "lab", cluster: { server: "https://ada:secret@10.0.0.1:6443/path" } }],
    users: [
      { name: "ada", user: { token: "t0ken" } },
      { name: "bob", user: { exec: { command: "aws" } } },
    ],
    contexts: [
      { name: "lab", context: { cluster: "lab", user: "bob" } },
      { name: "lost", context: { cluster: "gone", user: "ada" } },
    ],
  };
  expect(listContexts(textOf({ more }))).toEqual([
    {
      name: "lab",
      isCurrent: true,
      server: "https://10.0.0.1:6443",
      user: "bob",
      problem: expect.stringContaining("signs in by a program (exec)"),
    },
    { name: "lost", isCurrent: false, server: "", user: "ada", problem: expect.stringContaining('no cluster called "gone"') },
  ]);
  expect(listContexts(textOf({ user: { token: "t0ken" } }))[0]).toEqual({
    name: "lab",
    isCurrent: true,
    server,
    user: "ada",
    problem: undefined,
  });
  expect(() => listContexts("a kubeconfig")).toThrow("it is not YAML");
});
