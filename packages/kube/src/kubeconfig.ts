import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { parse } from "yaml";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";

/** Characters; a kubeconfig of a hundred clusters has fewer. */
const maxLength = 512 * 1024;

type Fields = Readonly<Record<string, unknown>>;

const embed = "embed it: kubectl config view --raw --flatten --minify";
const useToken = "use a token of a service account: kubectl create token NAME --duration 8760h";
/** What works on a person's machine and is refused here: a server neither starts programs nor reads its own files on somebody's word. */
const refusedOfUser: Readonly<Record<string, string>> = {
  exec: `signs in by a program (exec); ${useToken}`,
  "auth-provider": `signs in by an auth-provider; ${useToken}`,
  username: `signs in by a password, which clusters no longer accept; ${useToken}`,
  tokenFile: "reads its token from a file; write the token itself",
  "client-certificate": `reads its certificate from a file; ${embed}`,
  "client-key": `reads its key from a file; ${embed}`,
  as: "acts as somebody else (as), which is not supported; use that account's own credentials",
};
const refusedOfCluster: Readonly<Record<string, string>> = {
  "certificate-authority": `reads its certificate authority from a file; ${embed}`,
};

/**
 * Reads the text of a kubeconfig. Its server may be any address, one of the inner network included: whoever registers a cluster decides where
 * the platform connects to, so that this is for platform administrators alone.
 */
export function readKubeconfig(text: string, wanted?: string): Connection {
  const config = parseConfig(text);
  const context = contextOf(config, wanted);
  const cluster = entryOf(config, "clusters", { name: textOf(context, "cluster"), inner: "cluster" });
  const user = entryOf(config, "users", { name: textOf(context, "user"), inner: "user" });
  refuse(refusedOfCluster, "cluster", cluster);
  refuse(refusedOfUser, "user", user);
  const token = textOf(user, "token") || undefined;
  const tls = tlsOf(cluster, user);
  const server = serverOf(textOf(cluster, "server"));
  if (server.protocol === "http:" && (token || tls.cert))
    throw invalid("the server's address begins with http:, so that credentials would be readable on the way");
  return { server, tls, token: () => Promise.resolve(token), proxy: proxyOf(textOf(cluster, "proxy-url")) };
}

/** One way into a cluster that a kubeconfig offers. */
export interface KubeconfigContext {
  readonly name: string;
  readonly isCurrent: boolean;
  /** Empty where the context leads to no cluster. */
  readonly server: string;
  readonly user: string;
  /** Why it cannot be used here, and what to do. */
  readonly problem: string | undefined;
}

/** Everything that a kubeconfig offers, usable or not; its text holds no credentials. Throws where it is no kubeconfig at all. */
export function listContexts(text: string): KubeconfigContext[] {
  const config = parseConfig(text);
  return namesIn(config, "contexts").map((name) => {
    const context = entryOf(config, "contexts", { name, inner: "context" });
    const cluster = entriesOf(config, "clusters").find((entry) => entry.name === textOf(context, "cluster"));
    const isCurrent = name === textOf(config, "current-context");
    const server = shownServer(textOf(fieldsOf(cluster?.cluster) ?? {}, "server"));
    return { name, isCurrent, server, user: textOf(context, "user"), problem: problemOf(text, name) };
  });
}

/** Without what could be a password. */
function shownServer(text: string): string {
  const server = URL.parse(text);
  return server ? server.origin : "";
}

function problemOf(text: string, name: string): string | undefined {
  try {
    readKubeconfig(text, name);
    return undefined;
  } catch (error) {
    if (error instanceof ClusterError) return error.message;
    throw error;
  }
}

const invalid = (what: string): ClusterError => new ClusterError(`This kubeconfig does not work: ${what}.`, { kind: "invalid" });

function parseConfig(text: string): Fields {
  if (text.length > maxLength) throw invalid(`it has more than ${maxLength / 1024} KiB`);
  const config = fieldsOf(attempt(() => parse(text) as unknown));
  if (!config) throw invalid("it is not YAML");
  if (!Array.isArray(config.clusters)) throw invalid("it lists no clusters");
  return config;
}

/** Undefined where it fails. What a library says of a kubeconfig that it does not understand may quote the key in it, and goes nowhere. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function contextOf(config: Fields, wanted: string | undefined): Fields {
  const names = namesIn(config, "contexts");
  const name = wanted ?? (textOf(config, "current-context") || (names.length === 1 ? names[0] : ""));
  if (!name) throw invalid(`it names no current context; choose one of ${names.join(", ") || "none"}`);
  return entryOf(config, "contexts", { name, inner: "context" });
}

function entryOf(config: Fields, list: string, { name, inner }: { name: string; inner: string }): Fields {
  const found = entriesOf(config, list).find((entry) => entry.name === name);
  const fields = fieldsOf(found?.[inner]);
  if (fields) return fields;
  throw invalid(`it has no ${inner} called "${name}" among ${namesIn(config, list).join(", ") || "none"}`);
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
function entriesOf(config: Fields, list: string): Fields[] {
  const entries: unknown = config[list];
  return Array.isArray(entries) ? entries.map(fieldsOf).filter((each) => each !== undefined) : [];
}
const namesIn = (config: Fields, list: string): string[] => entriesOf(config, list).map((entry) => textOf(entry, "name"));

function textOf(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === "string" ? value : "";
}

function refuse(refused: Readonly<Record<string, string>>, what: string, fields: Fields): void {
  const key = Object.keys(refused).find((each) => fields[each]);
  if (key) throw invalid(`its ${what} ${refused[key]}`);
}

function serverOf(text: string): URL {
  const server = URL.parse(text);
  if (!server || !["https:", "http:"].includes(server.protocol))
    throw invalid("the cluster's server is not an address that begins with https:");
  if (server.username || server.password) throw invalid("the cluster's server holds a password");
  return server;
}

function proxyOf(text: string): URL | undefined {
  if (text === "") return undefined;
  const proxy = URL.parse(text);
  if (!proxy || !["https:", "http:"].includes(proxy.protocol))
    throw invalid("its proxy-url is not an address that begins with http: or https:");
  return proxy;
}

function tlsOf(cluster: Fields, user: Fields): Connection["tls"] {
  const [ca, cert, key] = [
    pemOf(cluster, "certificate-authority-data"),
    pemOf(user, "client-certificate-data"),
    pemOf(user, "client-key-data"),
  ];
  const isUnchecked = cluster["insecure-skip-tls-verify"] === true;
  if (isUnchecked && ca) throw invalid("it has a certificate authority and says insecure-skip-tls-verify, of which only one can be meant");
  if (Boolean(cert) !== Boolean(key)) throw invalid("of the client certificate and its key one is missing");
  const servername = textOf(cluster, "tls-server-name");
  const tls = { ...(ca ? { ca } : {}), ...(cert && key ? { cert, key } : {}), ...(servername ? { servername } : {}) };
  checkCredentials(tls);
  return { ...tls, rejectUnauthorized: !isUnchecked };
}

function pemOf(fields: Fields, key: string): string | undefined {
  const text = textOf(fields, key);
  if (text === "") return undefined;
  const pem = Buffer.from(text, "base64").toString("utf8");
  if (!pem.includes("-----BEGIN ")) throw invalid(`${key} is not a PEM file in base64`);
  return pem;
}

function checkCredentials({ ca, cert, key }: { ca?: string; cert?: string; key?: string }): void {
  if (ca && !attempt(() => new X509Certificate(ca))) throw invalid("its certificate authority cannot be read");
  if (cert && key && !attempt(() => createSecureContext({ cert, key })))
    throw invalid("its client certificate or key cannot be read, or they do not belong together");
}
