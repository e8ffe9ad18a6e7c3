import { filterDifferences } from "./deliberate-filters.ts";
import { registryDifferences } from "./deliberate-registry.ts";
import type { Difference } from "./difference.ts";

const refused = { status: 400, body: /"error_code": "INVALID_PARAMETER_VALUE"/ };
const invalidPath = { status: 400, body: /"INVALID_PARAMETER_VALUE", "message": "Invalid (path"|value .* for parameter 'path')/ };

/** Every place where we answer otherwise than MLflow, with the reason. An entry that no longer differs fails the suite. */
export const differences: readonly Difference[] = [
  {
    reason: "We say of ourselves only what we have: no gateway, no presigned addresses.",
    steps: [/^about the server > server info/],
    ours: { status: 200, body: /"workspaces_enabled": true/ },
  },
  {
    reason: "The default workspace's description is the administrator's, not a fixed text.",
    steps: [/^about the server > one workspace/],
    ours: { status: 200, body: /"name": "default"/ },
  },
  {
    reason: "Who may not make workspaces is told so before the request is looked at.",
    steps: ["about the server > workspace with a bad name", "about the server > workspace without a name"],
    ours: { status: 403, body: /"PERMISSION_DENIED"/ },
  },
  {
    reason: "An unknown route is answered in JSON, with the code that clients fall back on, where theirs is an HTML page.",
    steps: [/^routes that do not exist > (unknown|trailing)/],
    ours: { status: 404, body: /"error_code": "ENDPOINT_NOT_FOUND"/ },
  },
  {
    reason: "A wrong method is answered in JSON, where theirs is an HTML page.",
    steps: [
      /^routes that do not exist > (wrong|GET|PUT)/,
      "run search pages and scope > by GET",
      "registered model refusals > wrong method",
    ],
    ours: { status: 405, body: /"error_code": "BAD_REQUEST"/ },
  },
  {
    reason: "Traces are not there yet; their routes say so in MLflow's own way.",
    steps: [/^routes that do not exist > .* until they come/],
    ours: { status: 404, body: /"error_code": "ENDPOINT_NOT_FOUND"/ },
  },
  {
    reason: "Both versions of the API lead to every route, so that a client that changes the number keeps working.",
    steps: ["both prefixes and both versions > experiments of version 3"],
    ours: { status: 200, body: /"lifecycle_stage": "active"/ },
  },
  {
    reason: "A run without an experiment is refused by the field's name; theirs fails on a foreign key and prints the statement.",
    steps: [/^tolerant JSON > (broken|empty body|null|list)$/, /^run creation edges > (no|empty) experiment id/],
    ours: { status: 400, body: /Missing value for required parameter 'experiment_id'/ },
  },
  {
    reason: "What is no JSON object is the caller's mistake; with 500 the client would repeat it for minutes.",
    steps: [
      /^tolerant JSON > (number|text)$/,
      "metric refusals > list value",
      "logging a batch > metric as text",
      "model log of older clients > a list",
    ],
    ours: refused,
  },
  {
    reason: "`null` is an absent list, as everywhere else; theirs fails with 500.",
    steps: ["logging a batch > null lists"],
    ours: { status: 200, body: /^\{\}$/ },
  },
  {
    reason: "A number that cannot be read is refused. Theirs stops reading there, answers 200 and stores zeros for the rest.",
    steps: [
      "run creation edges > start time as fraction",
      /^numbers that are none > /,
      "numbers outside JSON and at its edges > step over 64 bits",
      "run search pages and scope > number as experiment",
      "metric history > size as a word",
    ],
    ours: refused,
  },
  {
    reason: "A bare NaN or Infinity is stored as what it says; theirs stops reading there and stores zero. The refused step is not stored.",
    steps: ["numbers outside JSON and at its edges > the run"],
    ours: { status: 200, body: /"key": "bare NaN", "step": 0, "timestamp": 1, "value": "NaN"/ },
  },
  {
    reason: "A permanent refusal must not be 500, which clients repeat for minutes.",
    steps: ["experiment lifecycle > rename deleted"],
    ours: { status: 400, body: /"INVALID_STATE", "message": "Cannot rename a non-active experiment\."/ },
  },
  {
    reason: "A taken name has one code wherever it is met; theirs prints the statement that failed.",
    steps: ["experiment refusals > update to a taken name"],
    ours: { status: 400, body: /"RESOURCE_ALREADY_EXISTS", "message": "Experiment\(name=.*\) already exists\."/ },
  },
  {
    reason: "A tag that is no object is named as that; theirs complains about an empty key.",
    steps: ["experiment refusals > create with tag as text"],
    ours: refused,
  },
  {
    reason: "Artifact locations stay allowed, as in MLflow without workspaces: paths are keys of our own storage and lead nowhere else.",
    steps: [/^experiment artifact location > /],
    ours: { status: 200 },
  },
  {
    reason: "Tags are checked at creation as everywhere else; theirs stores what set-tag refuses, or prints the statement that failed.",
    steps: [
      "run creation edges > same tag twice",
      "key and value lengths > tag at creation, key 251",
      "logged model refusals > long tag key",
    ],
    ours: refused,
  },
  {
    reason: "NaN sorts after every number in a history, as in searches; theirs sorts it as zero.",
    steps: ["metric history > all of odd"],
    ours: { status: 200, body: /"value": 1\.7976931348623157e\+308\}, \{[^}]*"value": "NaN"\}\]/ },
  },
  {
    reason: "A dataset has a name, a digest and a source, and a call at most 1,000, as the contract says; theirs stores empty ones.",
    steps: [/^datasets with parts missing > without/, "dataset limits > 1001 datasets"],
    ours: refused,
  },
  {
    reason: "Saying the same twice is no error: a client may repeat what it did not see answered. Theirs prints the statement that failed.",
    steps: [/^logged model lifecycle > the same (params|outputs)/],
    ours: { status: 200, body: /^\{\}$/ },
  },
  {
    reason: "Params of a model do not change, in the words used for those of a run; theirs prints the statement that failed.",
    steps: ["logged model lifecycle > changed params"],
    ours: { status: 400, body: /Changing param values is not allowed/ },
  },
  {
    reason: "A status that does not exist is refused; theirs stores LOGGED_MODEL_STATUS_UNSPECIFIED.",
    steps: ["logged model refusals > unknown status"],
    ours: refused,
  },
  {
    reason: "A logged model's name has the length of any other name; theirs fails on PostgreSQL and MySQL, not on SQLite.",
    steps: ["logged model refusals > name of 501"],
    ours: { status: 400, body: /'name' exceeds the maximum length of 500 characters/ },
  },
  {
    reason: "A model that is not there cannot be an output or have metrics; theirs stores the link, or prints the statement that failed.",
    steps: [/^logged model refusals > (outputs|metric) of unknown/],
    ours: { status: 404, body: /Logged model with ID 'm-.*' not found\./ },
  },
  {
    reason: "A filter on the status finds models of that status, by either spelling; theirs compares words with numbers and finds none.",
    steps: [/^logged model search > status/],
    ours: { status: 200, body: /"models": \[/ },
  },
  {
    reason: "A filter that cannot be is refused with 400; theirs answers 500, or ignores it.",
    steps: [/^logged model search > refused: (?!or$)/, "logged model search > garbage token", "logged model search > size negative"],
    ours: refused,
  },
  {
    reason: "Errors have MLflow's shape on every route; theirs is FastAPI's or an HTML page here.",
    steps: [
      "artifacts up and down > read a folder",
      "artifacts up and down > no path for the browser",
      "artifacts of a logged model > no file",
    ],
    ours: refused,
  },
  {
    reason: "A path that is absolute, or holds backslashes or control characters, is refused everywhere; theirs lets some through.",
    steps: [/^artifact paths that lead out > /],
    ours: invalidPath,
  },
  {
    reason: "What was uploaded from a browser is listed; theirs, with workspaces, stores it where its own list does not look.",
    steps: ["uploads from the browser > files"],
    ours: { status: 200, body: /"path": "notes\/a\.txt"/ },
  },
  {
    reason: "Presigned addresses are not offered, and 501 is the code by which clients fall back.",
    steps: [/^storage features that not every store has > presigned/],
    ours: { status: 501, body: /"error_code": "NOT_IMPLEMENTED"/ },
  },
  ...filterDifferences,
  ...registryDifferences,
];
