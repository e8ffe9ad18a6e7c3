import { pick, type Scenario, type Server } from "../scenario.ts";

const PATH = "experiments/search";

async function three(server: Server, title: string) {
  const made: string[] = [];
  for (const [name, team] of [
    ["alpha", "red"],
    ["Beta", "blue"],
    ["gamma_1", "red"],
  ] as const) {
    const answer = await server.post(`create ${name}`, "experiments/create", {
      name: server.name(`${title} ${name}`),
      tags: [{ key: "team", value: team }],
    });
    made.push(pick(answer, "experiment_id"));
  }
  return made;
}

const filters: Scenario = {
  name: "experiment search filters",
  play: async (server) => {
    const [first = ""] = await three(server, "find");
    const scope = server.name("%");
    const within = `name LIKE 'find ${scope}'`;
    const search = (label: string, filter: string, more: object = {}) =>
      server.post(label, PATH, { max_results: 100, filter, order_by: ["name ASC"], ...more });
    await search("like", within);
    await search("equal", `name = '${server.name("find alpha")}'`);
    await search("unequal", `${within} AND name != '${server.name("find alpha")}'`);
    await search("like respects case", `name LIKE 'FIND ${scope}'`);
    await search("ilike ignores case", `name ILIKE 'FIND ${scope}'`);
    await search("like with underscore", `${within} AND name LIKE '%gamma_1%'`);
    await search("attribute prefix", `attribute.name = '${server.name("find alpha")}'`);
    await search("tag equal", `${within} AND tags.team = 'red'`);
    await search("tag unequal", `${within} AND tags.team != 'red'`);
    await search("tag like", `${within} AND tag.team LIKE 'bl%'`);
    await search("tag ilike", `${within} AND tags.\`team\` ILIKE 'BL%'`);
    await search("missing tag", `${within} AND tags.nobody = 'x'`);
    await search("created after", `${within} AND creation_time > 1000`);
    await search("created before", `${within} AND creation_time < 1000`);
    await search("updated", `${within} AND last_update_time >= 1000`);
    await search("order descending", within, { order_by: ["name DESC"] });
    await search("order by id", within, { order_by: ["experiment_id ASC"] });
    await search("order by creation", within, { order_by: ["creation_time DESC"] });
    await search("default order", within, { order_by: [] });
    await server.post("delete", "experiments/delete", { experiment_id: first });
    await search("active only", within, { view_type: "ACTIVE_ONLY" });
    await search("deleted only", within, { view_type: "DELETED_ONLY" });
    await search("all", within, { view_type: "ALL" });
    await search("view type by number", within, { view_type: 3 });
    await server.get("by GET", PATH, { max_results: 2, filter: within, order_by: "name ASC", view_type: "ALL" });
  },
};

const pages: Scenario = {
  name: "experiment search pages",
  play: async (server) => {
    await three(server, "page");
    const body = { max_results: 2, filter: `name LIKE '${server.name("page %")}'`, order_by: ["name ASC"] };
    const first = await server.post("first page", PATH, body);
    const token = pick(first, "next_page_token");
    const second = await server.post("second page", PATH, { ...body, page_token: token });
    await server.post("exact page", PATH, { ...body, max_results: 3 });
    await server.post("garbage token", PATH, { ...body, page_token: "garbage!" });
    await server.post("empty token", PATH, { ...body, page_token: "" });
    if (pick(second, "next_page_token") !== "missing") throw new Error("three experiments made more than two pages");
  },
};

const refusals: Scenario = {
  name: "experiment search refusals",
  play: async (server) => {
    await server.post("no max_results", PATH, {});
    await server.post("zero", PATH, { max_results: 0 });
    await server.post("negative", PATH, { max_results: -1 });
    await server.post("one over the limit", PATH, { max_results: 50_001 });
    await server.post("at the limit", PATH, { max_results: 50_000, filter: "name = 'nobody at all'" });
    await server.post("text as max_results", PATH, { max_results: "many" });
    await server.post("numeric text", PATH, { max_results: "5", filter: "name = 'nobody at all'" });
    await server.post("or", PATH, { max_results: 5, filter: "name = 'a' OR name = 'b'" });
    await server.post("unknown attribute", PATH, { max_results: 5, filter: "colour = 'a'" });
    await server.post("unquoted", PATH, { max_results: 5, filter: "name = a" });
    await server.post("number against name", PATH, { max_results: 5, filter: "name = 5" });
    await server.post("name greater than", PATH, { max_results: 5, filter: "name > 'a'" });
    await server.post("text against time", PATH, { max_results: 5, filter: "creation_time > 'a'" });
    await server.post("metric", PATH, { max_results: 5, filter: "metrics.a > 1" });
    await server.post("order by nothing known", PATH, { max_results: 5, order_by: ["colour"] });
    await server.post("order direction", PATH, { max_results: 5, order_by: ["name SIDEWAYS"] });
    await server.post("order as text", PATH, { max_results: 5, order_by: "name" });
    await server.post("view type", PATH, { max_results: 5, view_type: "SOME" });
  },
};

export const experimentSearchScenarios = [filters, pages, refusals];
