/** What an e-mail of a notification is made of. */
export interface MailParts {
  readonly title: string;
  readonly body: string;
  readonly workspace: string;
  /** Absolute. */
  readonly link: string;
}

/** An e-mail as text and as simple HTML, with the link to the one screen where it is dealt with. */
export function mailText(parts: MailParts): { subject: string; text: string; html: string } {
  const { title, body, workspace, link } = parts;
  const why = `You get this as a member of the workspace ${workspace}.`;
  const text = [title, ...(body === "" ? [] : [body]), link, `--\n${why}`].join("\n\n");
  const paragraphs = body === "" ? "" : `<p style="white-space:pre-line">${escaped(body)}</p>`;
  const html = `<!doctype html><html><body style="font-family:sans-serif;line-height:1.5">
<h1 style="font-size:18px">${escaped(title)}</h1>
${paragraphs}
<p><a href="${escaped(link)}">Open in Plumbline</a></p>
<p style="color:#666;font-size:12px">${escaped(why)}</p>
</body></html>
`;
  return { subject: `[${workspace}] ${title}`, text: `${text}\n`, html };
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
