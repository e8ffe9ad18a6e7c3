import type { LogBatchInput, LoggedMetric } from "@plumbline/core/experiments";
import { isObject, isText, objectOf, type Reading, toDouble, toInt64 } from "./fields.ts";
import { type JsonObject, parseExactJson } from "./json.ts";
import { invalidValue, missingValue, refused, wrongType } from "./texts.ts";

interface Pair {
  readonly key: string;
  readonly value: string;
}

type Inexact = Pick<Reading, "isInexact">;

/** Reads the body of a log-batch. By hand: it is the hottest request, and a thousand points pass through here at once. */
export function readBatch(source: string): LogBatchInput {
  const reading: Inexact = { isInexact: false };
  const batch = toBatch(objectOf(source), reading);
  return reading.isInexact ? toBatch(objectOf(source, parseExactJson), reading) : batch;
}

function toBatch(body: JsonObject, reading: Inexact): LogBatchInput {
  const runId = either(body, "run_id", "runId") ?? either(body, "run_uuid", "runUuid");
  if (isAbsent(runId)) throw missingValue("run_id");
  if (!isText(runId)) throw wrongType("run_id", runId);
  return {
    runId,
    metrics: itemsOf(body, "metrics").map((item, index) => plainMetric(item) ?? toMetric(item, `metrics[${index}]`, reading)),
    params: itemsOf(body, "params").map((item, index) => toPair(item, `params[${index}]`)),
    tags: itemsOf(body, "tags").map((item, index) => toPair(item, `tags[${index}]`)),
  };
}

function itemsOf(body: JsonObject, name: string): readonly unknown[] {
  const items = body[name];
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) throw wrongType(name, items);
  return items;
}

/** A point as all clients send it, where nothing has to be converted or refused. */
function plainMetric(item: unknown): LoggedMetric | undefined {
  if (!isObject(item)) return undefined;
  const { key, value, timestamp, step } = item;
  const isPlain = typeof key === "string" && key !== "" && typeof value === "number" && isCount(timestamp) && isCount(step);
  return isPlain && item.model_id === undefined && item.modelId === undefined ? { key, value, timestamp, step } : undefined;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function toMetric(item: unknown, place: string, reading: Inexact): LoggedMetric {
  if (!isObject(item)) throw wrongType(place, item);
  const key = textOf(item.key, `${place}.key`);
  if (isAbsent(item.value)) throw missingValue(`${place}.value`);
  const value = toDouble(item.value);
  if (value === undefined) throw wrongType(`${place}.value`, item.value);
  if (isAbsent(item.timestamp)) throw missingValue(`${place}.timestamp`);
  const timestamp = toInt64(item.timestamp, reading);
  if (timestamp === undefined) throw wrongType(`${place}.timestamp`, item.timestamp);
  const step = toInt64(item.step ?? 0, reading);
  if (step === undefined) throw wrongType(`${place}.step`, item.step);
  return checkedPoint({ key, value, timestamp, step, ...modelOf(item, place) }, `${place}.timestamp`);
}

/** The point, unless it was measured before 1970; `place` names its timestamp in the refusal. */
export function checkedPoint(point: LoggedMetric, place: string): LoggedMetric {
  const { key, value, timestamp } = point;
  if (timestamp < 0) {
    const what = `metric '${key}' (value=${pythonFloat(Number(value))})`;
    throw refused(`${invalidValue(place, timestamp)} ${what}. Timestamp must be a nonnegative long (64-bit integer) `);
  }
  return point;
}

const pythonFloat = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value));

type ModelPart = Pick<LoggedMetric, "modelId" | "datasetName" | "datasetDigest">;
const none: ModelPart = {};

function modelOf(item: JsonObject, place: string): ModelPart {
  const modelId = either(item, "model_id", "modelId");
  if (isAbsent(modelId)) return none;
  return modelPart({
    modelId: textOf(modelId, `${place}.model_id`),
    datasetName: optionalText(either(item, "dataset_name", "datasetName"), `${place}.dataset_name`),
    datasetDigest: optionalText(either(item, "dataset_digest", "datasetDigest"), `${place}.dataset_digest`),
  });
}

/** The logged model and dataset of a point; empty texts count as absent. */
export const modelPart = (given: { [K in keyof ModelPart]: string | undefined }): ModelPart => ({
  ...(given.modelId ? { modelId: given.modelId } : {}),
  ...(given.datasetName ? { datasetName: given.datasetName } : {}),
  ...(given.datasetDigest ? { datasetDigest: given.datasetDigest } : {}),
});

function toPair(item: unknown, place: string): Pair {
  if (!isObject(item)) throw wrongType(place, item);
  return { key: textOf(item.key, `${place}.key`), value: optionalText(item.value, `${place}.value`) ?? "" };
}

const isAbsent = (value: unknown): value is undefined | null | "" => value === undefined || value === null || value === "";

function textOf(value: unknown, place: string): string {
  if (isAbsent(value)) throw missingValue(place);
  return optionalText(value, place) ?? "";
}

function optionalText(value: unknown, place: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isText(value)) throw wrongType(place, value);
  return value;
}

function either(object: JsonObject, name: string, other: string): unknown {
  const value = object[name];
  if (object[other] === undefined) return value;
  if (value === undefined) return object[other];
  throw refused(`Request specifies both '${name}' and '${other}'; provide only one of them.`);
}
