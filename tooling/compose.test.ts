import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  type Environment,
  loadApiConfig,
  loadMigrateConfig,
  loadProvisionConfig,
  loadWebConfig,
  loadWorkerConfig,
} from "../packages/config/src/index.ts";
import { variables } from "../packages/config/src/variables.ts";

interface Service {
  image: string;
  command?: string[];
  environment: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  read_only?: boolean;
}

const root = new URL("../", import.meta.url);
const text = readFileSync(new URL("docker-compose.yml", root), "utf8");
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const given: Record<string, string> = {
  PLUMBLINE_PUBLIC_URL: "https://ml.example.org",
  SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
};

/** As compose itself fills in `${NAME:?why}` and `${NAME:-fallback}`. */
function filled(value: string): string {
  return value.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (...[, name, kind, rest]: string[]) => {
    return given[name ?? ""] ?? (kind === "?" ? "0123456789abcdef".repeat(3) : (rest ?? ""));
  });
}

function environmentOf(name: string): Environment {
  return Object.fromEntries(Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, filled(value)]));
}

const products = Object.keys(services).filter((name) => name !== "postgres");

describe("docker-compose.yml", () => {
  test("runs one program of the repository in each container, with few rights", () => {
    for (const name of products) {
      const [program, script = ""] = services[name]?.command ?? [];
      expect(program).toBe("node");
      expect(existsSync(fileURLToPath(new URL(script, root)))).toBe(true);
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
      expect(services[name]?.image).toBe(services.api?.image);
    }
  });

  test("gives each process an environment that it accepts", () => {
    expect(loadApiConfig(environmentOf("api"))).toMatchObject({ publicUrl: "https://ml.example.org", webOrigin: "http://portal:3001" });
    expect(loadApiConfig(environmentOf("bootstrap")).database).toEqual(loadApiConfig(environmentOf("api")).database);
    expect(loadWorkerConfig(environmentOf("worker")).storage).toEqual(loadApiConfig(environmentOf("api")).storage);
    expect(loadWebConfig(environmentOf("portal"))).toMatchObject({ host: "0.0.0.0", port: 3001 });
    expect(loadMigrateConfig(environmentOf("migrate")).ownerUrl).toContain("plumbline_owner:");
    expect(loadProvisionConfig(environmentOf("provision")).retention).toContain("plumbline_retention:");
  });

  test("names no variable that nobody reads", () => {
    const known = new Set([...Object.keys(variables), "NODE_ENV"]);
    for (const name of products) expect(Object.keys(environmentOf(name)).filter((key) => !known.has(key))).toEqual([]);
  });

  test("has no secret of its own and none twice", () => {
    const secrets = [...text.matchAll(/\$\{(\w*(?:SECRET|PASSWORD)\w*)(:.)/g)];
    expect(new Set(secrets.map(([, name]) => name)).size).toBe(8);
    expect(secrets.filter(([, , kind]) => kind !== ":?").map(([, name]) => name)).toEqual(["SECRETS_KEY_PREVIOUS"]);
  });

  test("tells the portal neither an address of the database nor a key of what it holds, and nobody but two steps the owner's", () => {
    expect(Object.keys(environmentOf("portal")).filter((key) => /^(DATABASE|SECRETS|SMTP)_/.test(key))).toEqual([]);
    expect(products.filter((name) => "DATABASE_OWNER_URL" in environmentOf(name))).toEqual(["provision", "migrate"]);
    expect(products.filter((name) => services[name]?.ports)).toEqual(["api"]);
  });

  test("waits for the database, its roles, its migrations and the first administrator, in this order", () => {
    const waitsFor = (name: string) => Object.entries(services[name]?.depends_on ?? {}).map(([on, { condition }]) => `${on} ${condition}`);
    expect(["provision", "migrate", "bootstrap", "api", "worker"].map(waitsFor)).toEqual([
      ["postgres service_healthy"],
      ["provision service_completed_successfully"],
      ["migrate service_completed_successfully"],
      ["bootstrap service_completed_successfully"],
      ["bootstrap service_completed_successfully"],
    ]);
  });
});
