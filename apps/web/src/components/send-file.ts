import { ProblemError } from "@plumbline/contracts/client";
import { Problem } from "@plumbline/contracts/problem";

export interface Sending {
  address: string;
  workspace: string;
  file: File;
  signal: AbortSignal;
  onProgress: (sentBytes: number) => void;
}

/** Sends a file as a request's body. A fetch cannot tell how much of it has gone; this can. */
export function sendFile<Answer>({ address, workspace, file, signal, onProgress }: Sending): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.responseType = "json";
    request.setRequestHeader("x-plumbline-workspace", workspace);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => (request.status === 200 ? resolve(request.response as Answer) : reject(problemOf(request)));
    request.onerror = () => reject(new Error("the upload was not answered"));
    request.onabort = () => reject(new DOMException("the upload was cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function problemOf(request: XMLHttpRequest): Error {
  const parsed = Problem.safeParse(request.response);
  return parsed.success ? new ProblemError(parsed.data) : new Error(`the upload was answered with ${request.status}`);
}
