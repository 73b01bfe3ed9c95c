// Serves the built console and passes /api on, with the fields that `qiuhao serve` sends: for the tests, and to try it out.
// node serve.mjs [FOLDER of the build] [PORT] [address of the API]
import { createReadStream, existsSync, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; " +
  "frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

function pass(request, response, api) {
  const { hostname, port } = new URL(api);
  const onward = http.request({ hostname, port, method: request.method, path: request.url, headers: { ...request.headers, host: `${hostname}:${port}` } }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}

export function serve(folder = path.join(ROOT, "build/web"), port = 0, api = "http://127.0.0.1:18080") {
  const state = { isAway: false, api };
  const server = http.createServer((request, response) => {
    if (request.url.startsWith("/api")) return state.isAway ? response.destroy() : pass(request, response, state.api);
    const wanted = path.join(folder, path.normalize(new URL(request.url, "http://x").pathname));
    const file = wanted.startsWith(folder) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : path.join(folder, "index.html");
    const isHashed = file.includes(`${path.sep}assets${path.sep}`);
    const fields = { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream", "Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff",
      "Cache-Control": isHashed ? "public, max-age=31536000, immutable" : "no-cache" };
    const isPacked = existsSync(`${file}.gz`) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(200, isPacked ? { ...fields, "Content-Encoding": "gzip" } : fields);
    createReadStream(isPacked ? `${file}.gz` : file).pipe(response);
  });
  return new Promise((done) => server.listen(port, "127.0.0.1", () => done({ server, state, url: `http://127.0.0.1:${server.address().port}` })));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder, port, api] = process.argv.slice(2);
  const { url } = await serve(folder ? path.resolve(folder) : undefined, Number(port ?? 18081), api);
  console.log(`console at ${url}`);
}
