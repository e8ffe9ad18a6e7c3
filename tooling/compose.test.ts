import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  type Environment,
  loadApiConfig,
  loadBucketConfig,
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
  volumes?: string[];
  restart?: string;
  build?: { args: Record<string, string> };
  read_only?: boolean;
}

const root = new URL("../", import.meta.url);
const text = readFileSync(new URL("docker-compose.yml", root), "utf8");
const { services, volumes } = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: object };
const given: Record<string, string> = {
  PLUMBLINE_PUBLIC_URL: "https://ml.example.org",
  SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
};

/** As compose itself fills in `${NAME:?why}`, `${NAME:-fallback}` and `${NAME-fallback}`. */
function filled(value: string): string {
  return value.replace(/\$\{(\w+):?([?-])([^}]*)\}/g, (...[, name, kind, rest]: string[]) => {
    return given[name ?? ""] ?? (kind === "?" ? "0123456789abcdef".repeat(3) : (rest ?? ""));
  });
}

function environmentOf(name: string): Environment {
  return Object.fromEntries(Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, filled(value)]));
}

const others = ["postgres", "redis", "s3"];
const products = Object.keys(services).filter((name) => !others.includes(name));

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
    expect(loadApiConfig(environmentOf("api")).storage.s3).toMatchObject({
      bucket: "plumbline",
      endpoint: "http://s3:7070",
      isPathStyle: true,
    });
    expect(loadBucketConfig(environmentOf("bucket")).s3).toEqual(loadApiConfig(environmentOf("api")).storage.s3);
    expect(loadWorkerConfig(environmentOf("worker")).redisUrl).toMatch(/^redis:\/\/:[^@]+@redis:6379$/);
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
    expect(new Set(secrets.map(([, name]) => name)).size).toBe(10);
    expect(secrets.filter(([, , kind]) => kind !== ":?").map(([, name]) => name)).toEqual(["SECRETS_KEY_PREVIOUS"]);
  });

  test("tells the portal neither an address of the database nor a key of what it holds, and nobody but two steps the owner's", () => {
    expect(Object.keys(environmentOf("portal")).filter((key) => /^(DATABASE|SECRETS|SMTP|REDIS|S3)_/.test(key))).toEqual([]);
    expect(products.filter((name) => "DATABASE_OWNER_URL" in environmentOf(name))).toEqual(["provision", "migrate"]);
    expect(products.filter((name) => services[name]?.ports)).toEqual(["api"]);
  });

  test("waits for the database, its roles, its migrations and the first administrator, in this order", () => {
    const waitsFor = (name: string) => Object.entries(services[name]?.depends_on ?? {}).map(([on, { condition }]) => `${on} ${condition}`);
    expect(["provision", "migrate", "bucket", "bootstrap", "api", "worker"].map(waitsFor)).toEqual([
      ["postgres service_healthy"],
      ["provision service_completed_successfully"],
      ["s3 service_started"],
      ["migrate service_completed_successfully", "bucket service_completed_successfully"],
      ["redis service_healthy", "bootstrap service_completed_successfully"],
      ["redis service_healthy", "bootstrap service_completed_successfully"],
    ]);
  });

  test("keeps what must stay in volumes, and starts again what is to run", () => {
    const mounted = Object.values(services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(":")[0] ?? ""));
    expect([...new Set(mounted)].sort()).toEqual(["data", "postgres", "s3"]);
    expect(volumes).toEqual({ postgres: null, s3: null, data: null });
    const kept = Object.keys(services).filter((name) => services[name]?.restart === "unless-stopped");
    expect(kept).toEqual(["postgres", "redis", "s3", "api", "worker", "portal"]);
  });

  test("asks for nothing that deploy/docker/make-env.sh does not write, anew each time", () => {
    const make = () =>
      execFileSync("sh", [fileURLToPath(new URL("deploy/docker/make-env.sh", root)), "https://ml.example.org"], { encoding: "utf8" });
    const written = Object.fromEntries(
      make()
        .trim()
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    const required = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name = ""]) => name));
    expect(Object.keys(written).sort()).toEqual([...required].sort());
    const environment = Object.fromEntries(
      Object.entries(services.api?.environment ?? {}).map(([key, value]) => [
        key,
        filled(value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) => written[name] ?? "")),
      ]),
    );
    expect(loadApiConfig(environment).publicUrl).toBe("https://ml.example.org");
    expect(
      new Set([
        ...Object.values(written),
        ...make()
          .split("\n")
          .map((line) => line.slice(line.indexOf("=") + 1)),
      ]).size,
    ).toBe(2 * required.size);
  });

  test("passes the base of the image on, which the Dockerfile asks for", () => {
    expect(services.api?.build?.args).toEqual({ BASE_IMAGE: expect.stringContaining("BASE_IMAGE:-node:24") });
    const dockerfile = readFileSync(new URL("deploy/docker/Dockerfile", root), "utf8");
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.map((base) => base?.replace(/[${}]/g, ""))).toEqual(["BASE_IMAGE", "BASE_IMAGE"]);
  });
});
