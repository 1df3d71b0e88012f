/** The look of the other pages (`client/ui`), as much of it as one small page needs. */
export const invitationStyle = `
:root{color-scheme:light dark;--ground:#f6f7f5;--surface:#fff;--ink:#17211b;--soft:#4d5a52;--line:#d3dad5;--brand:#0a6640;--strong:#074d30;--on:#fff;--focus:#1257c9;--warn:#6a4b00;--warned:#fdf4dd}
@media(prefers-color-scheme:dark){:root{--ground:#101512;--surface:#1a211d;--ink:#edf2ee;--soft:#b0bcb4;--line:#36423b;--brand:#55c48e;--strong:#7ad7a9;--on:#06150d;--focus:#8ab8ff;--warn:#f2cf7a;--warned:#2f2710}}
*,::before{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header,main{max-width:38rem;margin:0 auto;padding:1rem}
header{display:flex;align-items:center;gap:.75rem}
header span{display:grid;place-items:center;width:2rem;height:2rem;border-radius:.5rem;background:var(--brand);color:var(--on);font-weight:700}
main{display:grid;gap:1rem;padding-top:0;padding-bottom:2.5rem}
h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3}
section{display:grid;gap:.5rem;padding:1rem;border:1px solid var(--line);border-radius:.625rem;background:var(--surface)}
.warning{border:0;border-left:.3rem solid var(--warn);background:var(--warned)}
.warning h2{color:var(--warn)}
ol,ul{display:grid;gap:.75rem;padding-left:1.5rem}
ul{gap:.375rem}
li::marker{color:var(--brand);font-weight:700}
li>strong,.link{display:block}
a{color:var(--brand);text-underline-offset:.15em}
a:hover{color:var(--strong)}
.link{min-height:2.75rem;line-height:2.75rem;font-weight:700}
.quiet a{display:inline-flex;align-items:center;min-height:2.75rem}
.button{display:flex;align-items:center;justify-content:center;min-height:3.25rem;padding:.75rem 1.5rem;border-radius:.625rem;background:var(--brand);color:var(--on);font-weight:600;text-align:center;text-decoration:none}
.button:hover{background:var(--strong);color:var(--on)}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px}
.copy{display:block;margin-top:.5rem;padding:.6rem .75rem;border:1px dashed var(--soft);border-radius:.625rem;font:.9375rem/1.5 ui-monospace,"Roboto Mono",Menlo,monospace;user-select:all;-webkit-user-select:all}
.quiet{color:var(--soft);font-size:.9375rem}
@media print{body{background:none;color:#000;font-size:11pt}main{display:block}main>*{margin-bottom:.6rem}.button,header span{display:none}h2{break-after:avoid}}
`
