import { escapeHtml } from './answer.ts';

/** A page of the simulator: a title, and what it is about. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
h1{font-size:1.4rem;border-bottom:4px solid #b54708;padding-bottom:.5rem} h2{font-size:1.1rem;margin-top:2rem}
button,select,input{font:inherit;max-width:100%} button{padding:.4rem .9rem;margin:.15rem 0} fieldset{border:1px solid #98a2b3} form{margin:.3rem 0}
form.one{display:inline-block;margin:.15rem .5rem .15rem 0} code{overflow-wrap:anywhere} table{border-collapse:collapse} td,th{padding:.2rem .8rem .2rem 0;text-align:left}
</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}
