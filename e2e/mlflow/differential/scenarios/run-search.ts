import { pick, type Scenario, type Server } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const PATH = "runs/search";
const T = 1_700_000_000_000;

interface Sample {
  name: string;
  user: string;
  start: number;
  metrics: object;
  params: object;
  tags: object;
}
const SAMPLES: readonly Sample[] = [
  {
    name: "Alpha",
    user: "ada",
    start: 10,
    metrics: { loss: 0.1, "val/f1 score": 0.9 },
    params: { lr: "0.1", model: "Tree" },
    tags: { stage: "draft", "my.tag": "x" },
  },
  { name: "beta", user: "grace", start: 20, metrics: { loss: 0.5 }, params: { lr: "0.01", model: "tree" }, tags: { stage: "final" } },
  { name: "gamma", user: "ada", start: 30, metrics: { loss: "NaN", "val/f1 score": 0.2 }, params: { lr: "0.1" }, tags: {} },
  { name: "delta_1", user: "alan", start: 40, metrics: { loss: -3 }, params: { model: "50%" }, tags: { stage: "Draft" } },
  { name: "empty", user: "alan", start: 50, metrics: {}, params: {}, tags: {} },
];

async function sample(server: Server, title: string) {
  const experiment_id = await experiment(server, title);
  const ids: Record<string, string> = {};
  for (const { name, user, start, metrics, params, tags } of SAMPLES) {
    const run_id = await run(server, `create ${name}`, { experiment_id, run_name: name, user_id: user, start_time: T + start });
    ids[name] = run_id;
    await server.post(`fill ${name}`, "runs/log-batch", {
      run_id,
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: T, step: 0 })),
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
  }
  await server.post("finish Alpha", "runs/update", { run_id: ids.Alpha, status: "FINISHED", end_time: T + 100 });
  await server.post("fail beta", "runs/update", { run_id: ids.beta, status: "FAILED", end_time: T + 90 });
  return { experiment_id, ids };
}

const FILTERS: Record<string, string> = {
  "metric greater": "metrics.loss > 0.1",
  "metric at least": "metrics.loss >= 0.1",
  "metric less": "metric.loss < 0.5",
  "metric at most": "metrics.loss <= 0.5",
  "metric equal": "metrics.loss = 0.5",
  "metric unequal": "metrics.loss != 0.5",
  "metric negative": "metrics.loss < -1",
  "metric exponent": "metrics.loss < 1e-1",
  "metric in backticks": "metrics.`val/f1 score` > 0.5",
  "metric in double quotes": 'metrics."val/f1 score" > 0.5',
  "param equal": "params.lr = '0.1'",
  "param in double quotes": 'params.lr = "0.1"',
  "param unequal": "params.lr != '0.1'",
  "param like": "params.model LIKE 'T%'",
  "param ilike": "params.model ILIKE 'T%'",
  "param like percent": "params.model LIKE '50%'",
  "param singular": "param.lr = '0.01'",
  "param long name": "parameters.lr = '0.01'",
  "param singular long name": "parameter.lr = '0.01'",
  "param is null": "params.lr IS NULL",
  "param is not null": "params.model IS NOT NULL",
  "tag equal": "tags.stage = 'draft'",
  "tag unequal": "tags.stage != 'draft'",
  "tag like": "tag.stage LIKE 'D%'",
  "tag ilike": "tags.stage ILIKE 'd%'",
  "tag is null": "tags.stage IS NULL",
  "tag is not null": "tags.stage IS NOT NULL",
  "tag in backticks": "tags.`my.tag` = 'x'",
  "tag with a dot": "tags.my.tag = 'x'",
  "run name tag": "tags.mlflow.runName = 'beta'",
  name: "attributes.run_name = 'beta'",
  "name like": "attributes.run_name LIKE 'delta_%'",
  "name ilike": "run_name ILIKE 'ALPHA'",
  "name with a space": "attributes.`run name` = 'beta'",
  "name as titled": "attributes.`Run Name` != 'beta'",
  user: "attributes.user_id = 'ada'",
  status: "attributes.status = 'FINISHED'",
  "status unequal": "status != 'FINISHED'",
  "status in lower case": "attribute.status = 'finished'",
  "status like": "status LIKE 'F%'",
  start: `attributes.start_time >= ${T + 30}`,
  "start unprefixed": `start_time < ${T + 30}`,
  created: `attributes.created = ${T + 20}`,
  Created: `attributes.Created > ${T + 20}`,
  end: `end_time <= ${T + 95}`,
  "artifacts like": "attributes.artifact_uri LIKE 'mlflow-artifacts:/%'",
  "run prefix": "run.status = 'FAILED'",
  two: "metrics.loss > 0 AND params.lr = '0.1'",
  "lower-case keywords": "metrics.loss > 0 and params.model like 't%'",
  three: "metrics.loss > 0 AND tags.stage = 'draft' AND attributes.user_id = 'ada'",
  "same metric twice": "metrics.loss > 0 AND metrics.loss < 0.3",
  "missing metric": "metrics.nobody > 0",
  "missing param": "params.nobody != 'x'",
  "extra spaces": "  metrics.loss   >   0.1  ",
  "no spaces": "metrics.loss>0.1",
  "quote in value": "params.lr = 'it''s'",
  blank: "   ",
};

const REFUSED: Record<string, string> = {
  or: "metrics.loss > 1 OR metrics.loss < 0",
  not: "NOT metrics.loss > 1",
  parentheses: "(metrics.loss > 1)",
  "metric against text": "metrics.loss > '1'",
  "param against number": "params.lr = 5",
  "param greater": "params.lr > '1'",
  "tag unquoted": "tags.stage = draft",
  "metric like": "metrics.loss LIKE '1'",
  "metric is null": "metrics.loss IS NULL",
  "unknown attribute": "attributes.colour = 'red'",
  "unknown entity": "colours.a = 'red'",
  "attribute number as text": "attributes.start_time > 'soon'",
  "status greater": "status > 'A'",
  "only a key": "metrics.loss",
  "no value": "metrics.loss >",
  "no key": "> 1",
  "trailing and": "metrics.loss > 1 AND",
  "leading and": "AND metrics.loss > 1",
  "missing and": "metrics.loss > 1 metrics.loss < 2",
  "unclosed quote": "params.lr = 'a",
  semicolon: "metrics.loss > 1; DROP TABLE runs",
  "in for a param": "params.lr IN ('0.1')",
  "in with numbers": "attributes.run_id IN (1, 2)",
  "in without a list": "attributes.run_id IN 'a'",
  "in with nothing": "attributes.run_id IN ()",
  between: "metrics.loss BETWEEN 0 AND 1",
  "double equals": "metrics.loss == 1",
  comment: "metrics.loss > 1 -- all",
};

const filters: Scenario = {
  name: "run search filters",
  play: async (server) => {
    const { experiment_id, ids } = await sample(server, "filters");
    const search = (label: string, filter: string) => server.post(label, PATH, { experiment_ids: [experiment_id], filter });
    for (const [label, filter] of Object.entries(FILTERS)) await search(label, filter);
    for (const [label, filter] of Object.entries(REFUSED)) await search(`refused: ${label}`, filter);
    const pair = `('${ids.Alpha}', '${ids.gamma}')`;
    await search("run id", `attributes.run_id = '${ids.beta}'`);
    await search("run id in", `attributes.run_id IN ${pair}`);
    await search("run id not in", `run_id NOT IN ${pair}`);
    await search("run id like", `run_id LIKE '${ids.beta?.slice(0, 12)}%'`);
  },
};

const ORDERS: Record<string, string[]> = {
  metric: ["metrics.loss"],
  "metric descending": ["metrics.loss DESC"],
  "metric in backticks": ["metrics.`val/f1 score` ASC"],
  param: ["params.lr ASC"],
  "param descending": ["params.lr DESC", "attributes.start_time ASC"],
  tag: ["tags.stage"],
  start: ["attributes.start_time ASC"],
  "unprefixed start": ["start_time DESC"],
  end: ["attributes.end_time ASC"],
  name: ["run_name"],
  "name as titled": ["attributes.`Run Name` DESC"],
  status: ["status", "start_time"],
  "lower-case direction": ["attributes.start_time asc"],
  nobody: ["metrics.nobody ASC"],
  "refused: direction": ["metrics.loss UP"],
  "refused: attribute": ["attributes.colour"],
  "refused: entity": ["colours.a"],
  "refused: empty": [""],
  "refused: two in one": ["metrics.loss, params.lr"],
};

const orders: Scenario = {
  name: "run search orders",
  play: async (server) => {
    const { experiment_id } = await sample(server, "orders");
    for (const [label, order_by] of Object.entries(ORDERS)) {
      await server.post(label, PATH, { experiment_ids: [experiment_id], order_by });
    }
    await server.post("default", PATH, { experiment_ids: [experiment_id] });
  },
};

const pages: Scenario = {
  name: "run search pages and scope",
  play: async (server) => {
    const { experiment_id, ids } = await sample(server, "pages");
    const other = pick(await server.post("second experiment", "experiments/create", { name: server.name("pages 2") }), "experiment_id");
    await run(server, "run elsewhere", { experiment_id: other, run_name: "elsewhere", start_time: T + 25 });
    const body = { experiment_ids: [experiment_id], max_results: 2, order_by: ["start_time ASC"] };
    const first = await server.post("first page", PATH, body);
    const second = await server.post("second page", PATH, { ...body, page_token: pick(first, "next_page_token") });
    await server.post("third page", PATH, { ...body, page_token: pick(second, "next_page_token") });
    await server.post("exact page", PATH, { ...body, max_results: 5 });
    await server.post("garbage token", PATH, { ...body, page_token: "garbage!" });
    await server.post("no experiments", PATH, {});
    await server.post("empty experiments", PATH, { experiment_ids: [] });
    await server.post("unknown experiment", PATH, { experiment_ids: ["987654321"] });
    await server.post("letters as experiment", PATH, { experiment_ids: ["abc"] });
    await server.post("two experiments", PATH, { experiment_ids: [experiment_id, other], order_by: ["start_time"] });
    await server.post("number as experiment", PATH, { experiment_ids: [Number(other)] });
    await server.post("text as experiments", PATH, { experiment_ids: other });
    await server.post("zero", PATH, { ...body, max_results: 0 });
    await server.post("negative", PATH, { ...body, max_results: -1 });
    await server.post("at the limit", PATH, { ...body, max_results: 50_000 });
    await server.post("over the limit", PATH, { ...body, max_results: 50_001 });
    await server.post("text as filter", PATH, { ...body, filter: 5 });
    await server.post("unknown view", PATH, { ...body, run_view_type: "SOME" });
    await server.post("delete gamma", "runs/delete", { run_id: ids.gamma });
    for (const run_view_type of ["ACTIVE_ONLY", "DELETED_ONLY", "ALL", 2]) {
      await server.post(`view ${run_view_type}`, PATH, { ...body, max_results: 9, run_view_type });
    }
    await server.get("by GET", PATH, { experiment_ids: experiment_id });
  },
};

export const runSearchScenarios = [filters, orders, pages];
