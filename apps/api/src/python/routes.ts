import { AppError } from "@plumbline/core/kernel";
import type { FastifyInstance } from "fastify";
import { buildWheel, type Wheel } from "./wheel.ts";

const anybody = { config: { public: "the package holds no secret, and is installed before anybody has a token" } };
const kept = "public, max-age=300";

/** The Python package at the product's own address: an index of one project (PEP 503), and the file that it names. */
export function pythonRoutes(app: FastifyInstance): void {
  let built: Promise<Wheel> | undefined;
  const wheel = (): Promise<Wheel> => {
    built ??= buildWheel();
    return built;
  };

  app.get("/python/simple/", anybody, async (_request, reply) => {
    const { name } = (await wheel()).project;
    return reply
      .type("text/html; charset=utf-8")
      .header("cache-control", kept)
      .send(index(name, link(`${name}/`, name)));
  });
  app.get("/python/simple/plumbline/", anybody, async (_request, reply) => {
    const { fileName, sha256, project } = await wheel();
    const needs = ` data-requires-python="${project.requiresPython.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`;
    const line = link(`../../${fileName}#sha256=${sha256}`, fileName, needs);
    return reply.type("text/html; charset=utf-8").header("cache-control", kept).send(index(project.name, line));
  });
  app.get<{ Params: { file: string } }>("/python/:file", anybody, async ({ params }, reply) => {
    const { fileName, bytes } = await wheel();
    if (params.file !== fileName) throw new AppError("not-found", `There is no such file. The one that is kept here is ${fileName}.`);
    return reply.type("application/zip").header("cache-control", kept).send(bytes);
  });
}

const link = (address: string, text: string, attributes = ""): string => `<a href="${address}"${attributes}>${text}</a>`;

const index = (title: string, line: string): string =>
  `<!DOCTYPE html>\n<html lang="en">\n<head><meta name="pypi:repository-version" content="1.0"><title>${title}</title></head>\n<body>\n${line}\n</body>\n</html>\n`;
