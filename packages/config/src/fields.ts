import { isIP } from "node:net";
import { z } from "zod";

/** A zod schema for one environment variable and the sentence that tells people what it takes. */
export interface Field<S extends z.ZodType = z.ZodType> {
  schema: S;
  allowed: string;
}

function wholeNumber(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

export function integer(min: number, max: number): Field<z.ZodType<number, string>> {
  const schema = z
    .string()
    .transform(wholeNumber)
    .refine((value) => value >= min && value <= max);
  return { schema, allowed: `a whole number from ${min} to ${max}` };
}

const byteUnits: Record<string, number> = { "": 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 };

function byteCount(text: string): number {
  const match = /^(\d{1,15})\s*([kmgt]ib)?$/i.exec(text);
  return match ? Number(match[1]) * (byteUnits[(match[2] ?? "").toLowerCase()] ?? Number.NaN) : Number.NaN;
}

export function bytes(min: number, max: number): Field<z.ZodType<number, string>> {
  const schema = z
    .string()
    .transform(byteCount)
    .refine((value) => value >= min && value <= max);
  return { schema, allowed: `a number of bytes, or one with KiB, MiB, GiB or TiB, from ${formatBytes(min)} to ${formatBytes(max)}` };
}

function formatBytes(value: number): string {
  const units = ["TiB", "GiB", "MiB", "KiB"];
  const unit = units.find((name) => value % (byteUnits[name.toLowerCase()] ?? 1) === 0 && value > 0);
  return unit ? `${value / (byteUnits[unit.toLowerCase()] ?? 1)}${unit}` : String(value);
}

export function choice<const T extends readonly [string, ...string[]]>(values: T): Field<z.ZodEnum<z.core.util.ToEnum<T[number]>>> {
  return { schema: z.enum(values), allowed: `one of ${values.join(", ")}` };
}

function isDatabaseUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.username !== "" && url.hostname !== "" && url.pathname.length > 1;
}

export function databaseUrl(): Field<z.ZodString> {
  return { schema: z.string().refine(isDatabaseUrl), allowed: "postgresql://user:password@host:port/database" };
}

function isRedisUrl(text: string): boolean {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== "" && /^\/?\d{0,2}$/.test(pathname) && search === "" && hash === "";
}

export function redisUrl(): Field<z.ZodString> {
  return {
    schema: z.string().refine(isRedisUrl),
    allowed: "redis://user:password@host:port, or rediss:// for TLS; maybe with /number of a database",
  };
}

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
}

/** Kept without a trailing slash, so that it compares equal to an `Origin` header. */
export function origin(): Field<z.ZodType<string, string>> {
  const schema = z
    .string()
    .refine(isOrigin)
    .transform((text) => new URL(text).origin);
  return { schema, allowed: "http:// or https:// with a host and maybe a port, and no path" };
}

function isCollector(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, search, hash } = new URL(text);
  return username === "" && search === "" && hash === "";
}

/** Kept without a trailing slash: a path is added to it. */
export function collector(): Field<z.ZodType<string, string>> {
  const schema = z
    .string()
    .refine(isCollector)
    .transform((text) => text.replace(/\/+$/, ""));
  return { schema, allowed: "http:// or https:// with a host, maybe a port and a path" };
}

/** As OpenTelemetry writes them: `name=value,name=value`, values escaped as in addresses. */
export function headers(): Field<z.ZodType<Record<string, string>, string>> {
  const pattern = /^[\w!#$%&'*+.^`|~-]+=(?:[\x21\x23-\x24\x26-\x2b\x2d-\x7e]|%[0-9a-f]{2}|=)*$/i;
  const schema = z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .refine((parts) => parts.every((part) => pattern.test(part)))
    .transform((parts) =>
      Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), decodeURIComponent(part.slice(part.indexOf("=") + 1))])),
    );
  return { schema, allowed: "name=value, several separated by commas, with spaces written as %20" };
}

export function ratio(): Field<z.ZodType<number, string>> {
  const schema = z
    .string()
    .refine((text) => /^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/.test(text))
    .transform(Number);
  return { schema, allowed: "a number from 0 to 1" };
}

export function secret(): Field<z.ZodString> {
  return {
    schema: z.string().refine((text) => Buffer.byteLength(text) >= 32),
    allowed: "at least 32 characters of random text, for example from `openssl rand -base64 48`",
  };
}

const keyBytes = 32;

/** A key of AES-256: its 32 bytes. */
export function encryptionKey(): Field<z.ZodType<Buffer, string>> {
  const schema = z
    .string()
    .refine((text) => /^[A-Za-z0-9+/]{43}=$/.test(text))
    .transform((text) => Buffer.from(text, "base64"));
  return { schema, allowed: `${keyBytes} random bytes as base64, for example from \`openssl rand -base64 ${keyBytes}\`` };
}

export function bucket(): Field<z.ZodString> {
  const schema = z.string().refine((text) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text));
  return { schema, allowed: "3 to 63 lower-case letters, digits, hyphens and dots" };
}

/** A word as somebody else made it. */
export function name(): Field<z.ZodString> {
  return { schema: z.string().refine((text) => /^[\x21-\x7e]{1,500}$/.test(text)), allowed: "up to 500 characters without spaces" };
}

export function flag(): Field<z.ZodType<boolean, string>> {
  const schema = z.enum(["true", "false"]).transform((text) => text === "true");
  return { schema, allowed: "true or false" };
}

function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, searchParams, hash } = new URL(text);
  const isKnown = [...searchParams].every(([name, value]) => name === "tls" && value === "none");
  return hostname !== "" && /^\/?$/.test(pathname) && hash === "" && isKnown;
}

export function smtpUrl(): Field<z.ZodString> {
  return {
    schema: z.string().refine(isSmtpUrl),
    allowed:
      "smtp://user:password@host:port, which uses STARTTLS, with ?tls=none for a server without TLS; or smtps:// for TLS from the start",
  };
}

export function sender(): Field<z.ZodString> {
  const schema = z.string().refine((text) => /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(text));
  return { schema, allowed: "name@host, or Name <name@host>" };
}

export function directory(): Field<z.ZodString> {
  return { schema: z.string().refine((text) => !text.includes("\0")), allowed: "a path; a relative one counts from the working directory" };
}

export function host(): Field<z.ZodString> {
  const valid = (text: string) => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text);
  return { schema: z.string().refine(valid), allowed: "an address or host name of this machine; 0.0.0.0 or :: for every one" };
}

function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function isHostOrNetwork(text: string): boolean {
  return isNetwork(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text);
}

export function hosts(): Field<z.ZodType<string[], string>> {
  const schema = z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .refine((parts) => parts.every(isHostOrNetwork));
  return { schema, allowed: "host names, addresses or networks (10.0.0.0/8), separated by commas" };
}

export function networks(): Field<z.ZodType<string[], string>> {
  const schema = z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .refine((parts) => parts.every(isNetwork));
  return { schema, allowed: "addresses or networks (10.0.0.0/8), separated by commas" };
}
