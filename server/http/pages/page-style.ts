/** The look of the other pages (`client/ui`), as much of it as pages without a script need. */
export const pageStyle = `
:root{color-scheme:light;--ground:#f6f7f5;--surface:#fff;--ink:#17211b;--soft:#4d5a52;--line:#d3dad5;--strong:#7b8a81;--brand:#0a6640;--dark:#074d30;--on:#fff;--focus:#1257c9;--warn:#6a4b00;--warned:#fdf4dd}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ground:#101512;--surface:#1a211d;--ink:#edf2ee;--soft:#b0bcb4;--line:#36423b;--strong:#7f8f86;--brand:#55c48e;--dark:#7ad7a9;--on:#06150d;--focus:#8ab8ff;--warn:#f2cf7a;--warned:#2f2710}}
*,::before{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{background:var(--ground);color:var(--ink);font:1.0625rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
.head{background:var(--surface);border-bottom:1px solid var(--line)}
.head>div,main,footer{max-width:38rem;margin:0 auto;padding:0 1rem}
.head>div{display:flex;align-items:center;gap:.625rem;min-height:3.5rem}
.mark{display:grid;place-items:center;flex:none;width:2rem;height:2rem;border-radius:.5rem;background:#0a6640;color:#fff;font-weight:700}
.head p{flex:1;min-width:0;line-height:1.2}
main{display:grid;gap:.875rem;padding-top:.75rem;padding-bottom:1.5rem}
main>*{min-width:0}
h1{font-size:clamp(1.625rem,1.3rem + 1.6vw,2.125rem);line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h1:focus{outline:none}
h2{font-size:1.125rem;line-height:1.3}
section{display:grid;gap:.5rem}
.card{padding:1rem;border:1px solid var(--line);border-radius:.625rem;background:var(--surface)}
.warning{padding:1rem;border-left:.375rem solid var(--warn);border-radius:.625rem;background:var(--warned)}
.warning h2{color:var(--warn)}
ol,ul{display:grid;gap:.375rem;padding-left:1.25rem}
li::marker{color:var(--brand);font-weight:700}
a{color:var(--brand);text-underline-offset:.15em}
a:hover{color:var(--dark)}
.link,.lang a,footer a,.head a{display:inline-flex;align-items:center;min-height:2.75rem}
.link{justify-self:start}
.button{display:flex;align-items:center;justify-content:center;min-height:3.375rem;padding:.625rem 1rem;border:2px solid var(--brand);border-radius:.625rem;background:var(--brand);color:var(--on);font-weight:700;line-height:1.25;text-align:center;text-decoration:none}
.button:hover{border-color:var(--dark);background:var(--dark);color:var(--on)}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px}
.step{display:flex;align-items:center;gap:.625rem;color:var(--soft);font-size:.9375rem}
.step i{flex:1;max-width:3.5rem;height:.3125rem;border-radius:.2rem;background:var(--line)}
.step i.done{background:var(--brand)}
.lang{position:relative}
.lang a[aria-current]{color:var(--ink);font-weight:700;text-decoration:none}
.row{display:flex;flex-wrap:wrap;gap:0 1rem;margin:-.5rem 0;font-size:1rem}
summary{display:flex;align-items:center;gap:.5rem;min-height:2.75rem;cursor:pointer;text-decoration:underline;text-underline-offset:.15em}
summary::after{content:"";flex:none;width:.5rem;height:.5rem;margin-top:-.25rem;border:solid currentColor;border-width:0 2px 2px 0;rotate:45deg}
summary::-webkit-details-marker{display:none}
details[open]>summary::after{margin-top:.25rem;rotate:225deg}
details.lang nav{position:absolute;z-index:1;right:0;display:grid;padding:.5rem 1rem;border:1px solid var(--strong);border-radius:.625rem;background:var(--surface)}
.facts{display:flex;flex-wrap:wrap;gap:.125rem 0;padding:0;list-style:none;font-weight:700}
.facts li+li::before{content:"·";padding:0 .5rem;color:var(--soft)}
.quiet{color:var(--soft);font-size:.9375rem}
.copy{display:block;margin-top:.5rem;padding:.6rem .75rem;border:1px dashed var(--strong);border-radius:.625rem;font:.9375rem/1.5 ui-monospace,"Roboto Mono",Menlo,monospace;overflow-wrap:anywhere;user-select:all;-webkit-user-select:all}
.asks summary{min-height:3rem;justify-content:space-between;color:var(--brand)}
.asks details{border-top:1px solid var(--line)}
.asks details>:not(summary){margin:0 0 .75rem}
.ways{display:grid;gap:0;padding:0;list-style:none}
.ways li{display:grid}
.ways .link{font-weight:700}
.sign{font:700 1.75rem/1.3 ui-monospace,"Roboto Mono",Menlo,monospace;letter-spacing:.06em}
.pictures{padding:0;list-style:none;gap:.75rem}
.pictures li{display:grid;grid-template-columns:5rem 1fr;gap:.75rem;align-items:center}
.pictures img{width:5rem;height:5rem;border-radius:.625rem}
footer nav{display:flex;flex-wrap:wrap;gap:0 1.375rem;padding:.25rem 0 1rem;border-top:1px solid var(--line)}
@media(min-width:48rem){.head>div,main,footer{max-width:62.75rem}main>*{max-width:37.5rem}}
@media(max-width:22.49rem){.pictures li{grid-template-columns:1fr}}
@media print{body{background:none;color:#000;font-size:11pt}main{display:block}main>*{margin-bottom:.6rem}.button,.mark,.lang,footer{display:none}h2{break-after:avoid}}
`
