import { FILES, pick, type Scenario, type Server } from "../scenario.ts";
import { model } from "./logged-models.ts";
import { experiment } from "./runs.ts";

async function place(server: Server, title: string) {
  const experiment_id = await experiment(server, title);
  const answer = await server.post("run", "runs/create", { experiment_id, start_time: 1, run_name: title });
  const run_id = pick(answer, "run", "info", "run_id");
  const root = pick(answer, "run", "info", "artifact_uri").replace(/^mlflow-artifacts:\/*/, "");
  return { experiment_id, run_id, root };
}

const files: Scenario = {
  name: "artifacts up and down",
  play: async (server) => {
    const { run_id, root } = await place(server, "artifacts");
    const at = `${FILES}/${root}`;
    await server.put("text", `${at}/notes.txt`, { bytes: "hello", type: "text/plain" });
    await server.put("text again", `${at}/notes.txt`, { bytes: "hello again", type: "text/plain" });
    await server.put("json", `${at}/deep/er/data.json`, { bytes: '{"a":1}', type: "application/json" });
    await server.put("broken json", `${at}/deep/broken.json`, { bytes: "{", type: "application/json" });
    await server.put("html", `${at}/page.html`, { bytes: "<script>alert(1)</script>", type: "text/html" });
    await server.put("svg", `${at}/image.svg`, { bytes: "<svg/>", type: "image/svg+xml" });
    await server.put("octets", `${at}/model.pkl`, { bytes: "\u0000\u0001", type: "application/octet-stream" });
    await server.put("form", `${at}/form.bin`, { bytes: "a=b", type: "application/x-www-form-urlencoded" });
    await server.put("no type", `${at}/plain`, { bytes: "plain" });
    await server.put("empty", `${at}/empty.bin`, { bytes: "" });
    await server.put("space and percent", `${at}/a%20b%2525c.txt`, { bytes: "odd name" });
    await server.put("plus and unicode", `${at}/a+b%C3%A9.txt`, { bytes: "odd name" });
    for (const name of [
      "notes.txt",
      "deep/er/data.json",
      "page.html",
      "image.svg",
      "plain",
      "empty.bin",
      "a%20b%2525c.txt",
      "a+b%C3%A9.txt",
    ]) {
      await server.get(`read ${name}`, `${at}/${name}`);
    }
    await server.get("read missing", `${at}/nobody.txt`);
    await server.get("read a folder", `${at}/deep`);
    await server.get("list root", FILES, { path: root });
    await server.get("list folder", FILES, { path: `${root}/deep` });
    await server.get("list a file", FILES, { path: `${root}/notes.txt` });
    await server.get("list missing", FILES, { path: `${root}/nobody` });
    await server.get("list with a trailing slash", FILES, { path: `${root}/deep/` });
    await server.get("files of the run", "artifacts/list", { run_id });
    await server.get("files by uuid", "artifacts/list", { run_uuid: run_id });
    await server.get("files of the folder", "artifacts/list", { run_id, path: "deep" });
    await server.get("files of a file", "artifacts/list", { run_id, path: "notes.txt" });
    await server.get("files of nothing", "artifacts/list", { run_id, path: "nobody" });
    await server.get("files without run", "artifacts/list");
    await server.get("files of an unknown run", "artifacts/list", { run_id: "0123456789abcdef0123456789abcdef" });
    await server.get("one file for the browser", "/get-artifact", { run_uuid: run_id, path: "notes.txt" });
    await server.get("one page for the browser", "/get-artifact", { run_uuid: run_id, path: "page.html" });
    await server.get("no file for the browser", "/get-artifact", { run_uuid: run_id, path: "nobody" });
    await server.get("no path for the browser", "/get-artifact", { run_uuid: run_id });
    await server.get("no run for the browser", "/get-artifact", { path: "notes.txt" });
    await server.send("delete", { method: "DELETE", path: `${at}/notes.txt` });
    await server.get("read deleted", `${at}/notes.txt`);
    await server.send("delete missing", { method: "DELETE", path: `${at}/notes.txt` });
    await server.send("delete folder", { method: "DELETE", path: `${at}/deep` });
    await server.get("list after deletion", FILES, { path: root });
  },
};

const TRAVERSALS: Record<string, string> = {
  dots: "../x",
  "encoded dots": "%2e%2e/x",
  "encoded slash": "..%2fx",
  "encoded twice": "%252e%252e%252fx",
  "inner dots": "a/../../x",
  absolute: "/etc/passwd",
  "encoded absolute": "%2fetc/passwd",
  backslash: "..%5cx",
  "null byte": "a%00b",
  drive: "C:%5cx",
  "file scheme": "file:///etc/passwd",
  fragment: "a%23b",
};

const traversal: Scenario = {
  name: "artifact paths that lead out",
  play: async (server) => {
    const { run_id, root } = await place(server, "traversal");
    for (const [label, path] of Object.entries(TRAVERSALS)) {
      await server.put(`put ${label}`, `${FILES}/${root}/${path}`, { bytes: "x" });
      await server.get(`read ${label}`, `${FILES}/${root}/${path}`);
      await server.send(`list ${label}`, { method: "GET", path: `${FILES}?path=${root}/${path}` });
      await server.send(`files ${label}`, { method: "GET", path: `/api/2.0/mlflow/artifacts/list?run_id=${run_id}&path=${path}` });
      await server.send(`browser ${label}`, { method: "GET", path: `/get-artifact?run_uuid=${run_id}&path=${path}` });
    }
  },
};

const browserUploads: Scenario = {
  name: "uploads from the browser",
  play: async (server) => {
    const { run_id } = await place(server, "browser uploads");
    const upload = (label: string, query: string, body: string) =>
      server.send(label, {
        method: "POST",
        path: `/ajax-api/2.0/mlflow/upload-artifact${query}`,
        headers: { "content-type": "text/plain" },
        body,
      });
    await upload("plain", `?run_uuid=${run_id}&path=notes/a.txt`, "hello");
    await upload("without run", "?path=a.txt", "hello");
    await upload("without path", `?run_uuid=${run_id}`, "hello");
    await upload("without data", `?run_uuid=${run_id}&path=b.txt`, "");
    await upload("out of the run", `?run_uuid=${run_id}&path=../a.txt`, "hello");
    await upload("unknown run", "?run_uuid=0123456789abcdef0123456789abcdef&path=a.txt", "hello");
    await server.get("files", "artifacts/list", { run_id, path: "notes" });
  },
};

const multipart: Scenario = {
  name: "storage features that not every store has",
  play: async (server) => {
    const { run_id, root } = await place(server, "multipart");
    const mpu = "/api/2.0/mlflow-artifacts/mpu";
    await server.post("begin parts", `${mpu}/create/${root}/big.bin`, { path: "big.bin", num_parts: 2 });
    await server.post("complete parts", `${mpu}/complete/${root}/big.bin`, { path: "big.bin", upload_id: "u", parts: [] });
    await server.post("abort parts", `${mpu}/abort/${root}/big.bin`, { path: "big.bin", upload_id: "u" });
    await server.get("presigned download", `/api/2.0/mlflow-artifacts/presigned/${root}/big.bin`);
    await server.post("presigned upload", "artifacts/presigned-upload-url", { run_id, path: "a.txt" });
    await server.post("presigned download of a run", "artifacts/presigned-download-url", { run_id, path: "a.txt" });
  },
};

const modelFiles: Scenario = {
  name: "artifacts of a logged model",
  play: async (server) => {
    const { experiment_id } = await place(server, "model files");
    const model_id = await model(server, "model", { experiment_id, name: "oak" });
    const info = await server.get("get", `logged-models/${model_id}`);
    const root = pick(info, "model", "info", "artifact_uri").replace(/^mlflow-artifacts:\/*/, "");
    await server.put("put", `${FILES}/${root}/MLmodel`, { bytes: "flavors: {}\n" });
    await server.put("put deeper", `${FILES}/${root}/code/a.py`, { bytes: "pass\n" });
    const folders = `logged-models/${model_id}/artifacts/directories`;
    await server.get("list", folders);
    await server.get("list folder", folders, { artifact_directory_path: "code" });
    await server.get("list missing", folders, { artifact_directory_path: "nobody" });
    await server.get("list upwards", folders, { artifact_directory_path: "../.." });
    const file = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts/files`;
    await server.get("file", file, { artifact_file_path: "MLmodel" });
    await server.get("missing file", file, { artifact_file_path: "nobody" });
    await server.get("file upwards", file, { artifact_file_path: "../../x" });
    await server.get("no file", file);
    await server.get("unknown model", "logged-models/m-0123456789abcdef0123456789abcdef/artifacts/directories");
  },
};

export const artifactScenarios = [files, traversal, browserUploads, multipart, modelFiles];
