import { leavesFolder } from "../archive/member-path.ts";
import { type FileScan, type Handler, type Part, report } from "../scan-context.ts";
import { type MessageKind, ProtobufReader } from "./protobuf.ts";

type Messages = Record<number, MessageKind>;

const kind = (name: string, texts: readonly number[] = []): MessageKind & { messages: Messages } => ({ name, messages: {}, texts });

// Field numbers of onnx.proto.
const entry = kind("entry", [1, 2]);
const operatorSet = kind("operator-set", [1]);
const tensor = kind("tensor");
const sparse = kind("sparse");
const attribute = kind("attribute");
const node = kind("node", [4, 7]);
const graph = kind("graph");
const definition = kind("function");
const training = kind("training");
const model = kind("model", [2, 4]);
Object.assign(tensor.messages, { 13: entry });
Object.assign(sparse.messages, { 1: tensor, 2: tensor });
Object.assign(attribute.messages, { 5: tensor, 6: graph, 10: tensor, 11: graph, 22: sparse, 23: sparse });
Object.assign(node.messages, { 5: attribute });
Object.assign(graph.messages, { 1: node, 5: tensor, 15: sparse });
Object.assign(definition.messages, { 7: node, 11: attribute });
Object.assign(training.messages, { 1: graph, 2: graph });
Object.assign(model.messages, { 7: graph, 8: operatorSet, 20: training, 25: definition });

const ownDomain = /^(|ai\.onnx(\..*)?|com\.microsoft(\..*)?|ai\.onnx\.ml)$/;

function checkLocation(part: Part, scan: FileScan, location: string): void {
  report(part, scan, [leavesFolder(location) ? "onnx-outside-data" : "onnx-external-data", location]);
}

/** ONNX is data; it can only point at other files and at operators that the runtime brings. */
export const scanOnnx: Handler = async (part, scan) => {
  const reader = new ProtobufReader(part.stream, (message, texts) => {
    if (message === entry && texts.get(1) === "location") checkLocation(part, scan, texts.get(2) ?? "");
    const domain = message === operatorSet ? texts.get(1) : message === node ? texts.get(7) : undefined;
    if (domain !== undefined && !ownDomain.test(domain)) report(part, scan, ["onnx-custom-operator", domain]);
  });
  await reader.read(model);
  return "onnx";
};

/** The fields of ModelProto and their kinds on the wire. */
const modelFields: Readonly<Record<number, number>> = { 1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2 };

function headVarint(head: Buffer, at: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let group = 0; group < 10; group += 1) {
    const byte = head[at + group];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * group);
    if (byte < 0x80) return { value, next: at + group + 1 };
  }
  return undefined;
}

/** The fields at the start of what may be a message like ONNX's model; undefined where it cannot be one. */
export function messageFields(head: Buffer): ReadonlySet<number> | undefined {
  const fields = new Set<number>();
  for (let at = 0; at < head.length; ) {
    const tag = headVarint(head, at);
    if (tag === undefined || modelFields[Math.floor(tag.value / 8)] !== tag.value % 8) return undefined;
    fields.add(Math.floor(tag.value / 8));
    const value = headVarint(head, tag.next);
    if (value === undefined) return undefined;
    at = tag.value % 8 === 0 ? value.next : value.next + value.value;
  }
  return fields.size === 0 ? undefined : fields;
}
