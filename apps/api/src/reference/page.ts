import type { AuditPolicy, Operation } from "@plumbline/contracts/operation";
import { operations } from "@plumbline/contracts/operations";
import { type Role, roleDescriptions, rolePermissions, workspacePermissions } from "@plumbline/contracts/permissions";
import { statusOf } from "@plumbline/contracts/problem";
import { z } from "zod";

/** The API reference as one readable page without scripts, made from the contracts. */
export function referencePage(): string {
  const nouns = [...new Set(operations.map(nounOf))];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Plumbline API</title><style>${style}</style></head><body>
<nav aria-label="Nouns"><strong>Plumbline API</strong>${nouns.map((noun) => `<a href="#${noun}">${noun}</a>`).join("")}<a href="#roles">roles</a><a href="#errors">errors</a><a href="/api/v1/openapi.json">OpenAPI 3.1</a></nav>
<main><h1>API reference</h1>
<p>Every request carries <code>Authorization: Bearer &lt;token&gt;</code>, or the token as the password of HTTP Basic. A token belongs to one workspace. Unmodified MLflow clients use the same address.</p>
<pre>curl -H "Authorization: Bearer $PLUMBLINE_TOKEN" ${escapeHtml("$PLUMBLINE_URL")}/api/v1/me</pre>
${nouns.map(section).join("")}${rolesTable()}${errorsTable()}</main></body></html>`;
}

const nounOf = (operation: Operation): string => operation.id.slice(0, operation.id.indexOf("."));

const section = (noun: string): string =>
  `<h2 id="${noun}">${noun}</h2>${operations
    .filter((operation) => nounOf(operation) === noun)
    .map(article)
    .join("")}`;

function article(operation: Operation): string {
  const fields = [...rows(operation.params, "path"), ...rows(operation.query, "query"), ...rows(operation.body, "body")];
  return `<details id="${operation.id}"><summary><b>${operation.method}</b> <code>/api/v1${escapeHtml(operation.path)}</code> <span>${escapeHtml(operation.summary)}</span></summary>
<p>Needs <code>${operation.permission}</code>. ${auditText(operation.audit)}${operation.idempotent ? " Accepts <code>Idempotency-Key</code>." : ""}</p>
${fields.length > 0 ? `<table><thead><tr><th>Field</th><th>In</th><th>Type</th></tr></thead><tbody>${fields.join("")}</tbody></table>` : ""}
<p>Answers</p><pre>${escapeHtml(JSON.stringify(jsonSchema(operation.response, "output"), null, 1))}</pre></details>`;
}

const auditText = (audit: AuditPolicy): string =>
  typeof audit === "string" ? `Recorded as <code>${audit}</code>.` : `Not recorded: ${escapeHtml(audit.none)}.`;

const rows = (schema: z.ZodObject | undefined, where: string): string[] =>
  Object.entries(schema?.shape ?? {}).map(([name, type]) => {
    const isOptional = (type as z.ZodType).safeParse(undefined).success;
    return `<tr><td><code>${name}</code>${isOptional ? "" : " *"}</td><td>${where}</td><td><code>${escapeHtml(shortType(jsonSchema(type as z.ZodType, "input")))}</code></td></tr>`;
  });

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
  return json;
}

interface JsonSchema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly items?: unknown;
  readonly anyOf?: unknown;
  readonly [keyword: string]: unknown;
}

function shortType(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map(String).slice(0, 12).join(" | ");
  if (schema.type === "array") return `${shortType((schema.items ?? {}) as JsonSchema)}[]`;
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one) => shortType(one as JsonSchema)).join(" | ");
  const bounds = ["minimum", "maximum", "minLength", "maxLength", "default"].flatMap((name) =>
    schema[name] === undefined ? [] : `${name} ${JSON.stringify(schema[name])}`,
  );
  return [String(schema.type ?? "any"), ...bounds].join(", ");
}

function rolesTable(): string {
  const roles = Object.keys(rolePermissions) as Role[];
  const lines = workspacePermissions.map(
    (permission) =>
      `<tr><td><code>${permission}</code></td>${roles.map((role) => `<td>${rolePermissions[role].includes(permission) ? "yes" : ""}</td>`).join("")}</tr>`,
  );
  const meanings = roles.map((role) => `<li><b>${role}</b>: ${escapeHtml(roleDescriptions[role])}</li>`).join("");
  return `<h2 id="roles">roles</h2><ul>${meanings}</ul><table><thead><tr><th>Permission</th>${roles.map((role) => `<th>${role}</th>`).join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

const errorsTable = (): string =>
  `<h2 id="errors">errors</h2><p>Errors are problem documents (RFC 9457) with <code>code</code>, <code>detail</code>, <code>requestId</code> and, for bad input, <code>fields</code>.</p><table><thead><tr><th>Code</th><th>Status</th></tr></thead><tbody>${Object.entries(
    statusOf,
  )
    .map(([code, status]) => `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td></tr>`)
    .join("")}</tbody></table>`;

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark;--line:light-dark(#e3e5ea,#33363f);--soft:light-dark(#5a6070,#a6abb8);--sunken:light-dark(#f4f5f7,#15171c)}
body{margin:0;display:grid;grid-template-columns:200px minmax(0,1fr);font:13px/20px system-ui,sans-serif;background:light-dark(#fff,#1b1d23);color:light-dark(#1c2030,#e9eaee)}
nav{position:sticky;top:0;height:100vh;box-sizing:border-box;padding:16px;border-right:1px solid var(--line);background:var(--sunken);display:flex;flex-direction:column;gap:6px;overflow:auto}nav a{color:var(--soft);text-decoration:none}
main{padding:16px 24px;max-width:960px}h1{font-size:20px}h2{font-size:16px;margin-top:32px;border-bottom:1px solid var(--line);padding-bottom:6px}
details{border-bottom:1px solid var(--line);padding:6px 0}summary{cursor:pointer}summary b{display:inline-block;width:56px}summary span{color:var(--soft);margin-left:8px}
table{border-collapse:collapse;margin:8px 0}td,th{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}code,pre{font:12px/18px ui-monospace,monospace}pre{background:var(--sunken);padding:10px;border-radius:6px;overflow:auto;max-height:320px}
@media(max-width:700px){body{grid-template-columns:minmax(0,1fr)}nav{position:static;height:auto}}`;
