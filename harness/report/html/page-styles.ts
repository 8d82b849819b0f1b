/**
 * Type, space and tables. Two hues carry meaning, blue for cold and orange for warm (Okabe and Ito's colour-blind safe
 * pair, darkened or lightened until text in them has a contrast of at least 4.5:1); everything else is ink.
 */
export const pageStyles = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --rule: #d8dee4; --wash: #f5f7f9;
  --cold: #0067a3; --warm: #b34a00; --unknown: #626a73; --bad: #b3203a; --bad-wash: #fdecef;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e6e9ec; --soft: #a0a8b1; --rule: #343b43; --wash: #1c2127;
    --cold: #62b5ee; --warm: #f29a52; --unknown: #a0a8b1; --bad: #ff8b98; --bad-wash: #3a1b21;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 928px; margin: 0 auto; padding: 48px 24px 96px; }
header { margin-bottom: 40px; }
h1 { margin: 0 0 16px; font-size: 20px; font-weight: 600; line-height: 1.3; }
h2 { margin: 0 0 20px; padding-top: 20px; border-top: 1px solid var(--rule); font-size: 20px; font-weight: 600; }
h3 { margin: 32px 0 12px; font-size: 16px; font-weight: 600; }
section { margin-top: 56px; }
p { margin: 0 0 16px; max-width: 70ch; }
.eyebrow { margin: 0 0 4px; color: var(--soft); font-size: 14px; }
.verdict { max-width: 34em; margin: 0; font-size: 26px; line-height: 1.35; letter-spacing: -0.01em; text-wrap: pretty; }
.verdict.aborted, .verdict.failed { padding-left: 16px; border-left: 4px solid var(--bad); }
.alarm { margin: 0 0 24px; padding: 16px 20px; border: 2px solid var(--bad); background: var(--bad-wash); }
.alarm p { margin: 0; font-size: 17px; }
.alarm strong { color: var(--bad); font-size: 22px; }
.alarm ul { margin: 8px 0 0; padding-left: 20px; }
.note { color: var(--soft); font-size: 14px; }
.bad { color: var(--bad); }
.zero, .blank { color: var(--soft); }
.plain { margin: 0 0 24px; padding: 0; list-style: none; max-width: 70ch; }
.plain li { margin-bottom: 8px; }
code, pre { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0 0 24px; padding: 12px 16px; background: var(--wash); white-space: pre-wrap; }
details { margin-top: 24px; }
summary { cursor: pointer; margin-bottom: 12px; }
.figures-strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 24px; margin: 0 0 24px; }
.figures-strip div { display: flex; flex-direction: column; justify-content: flex-end; }
.figures-strip dt { color: var(--soft); font-size: 14px; }
.figures-strip dd { margin: 0; font-size: 32px; line-height: 1.25; font-weight: 600; letter-spacing: -0.02em; }
.figures-strip small { display: block; font-size: 14px; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.figures-strip .cold dd { color: var(--cold); }
.figures-strip .warm dd { color: var(--warm); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 0 32px; margin: 0 0 32px; font-size: 14px; }
.facts div { display: grid; grid-template-columns: 130px 1fr; gap: 12px; padding: 6px 0; border-bottom: 1px solid var(--rule); }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
table { width: 100%; margin: 0 0 16px; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { padding: 16px 0 8px; text-align: left; font-size: 14px; font-weight: 600; }
th, td { padding: 8px 0 8px 14px; border-bottom: 1px solid var(--rule); vertical-align: top; line-height: 1.35; }
th:first-child, td:first-child { padding-left: 0; }
thead th { vertical-align: bottom; color: var(--soft); font-weight: 400; font-size: 13px; overflow-wrap: normal; }
tbody th { min-width: 128px; font-weight: 600; }
td { overflow-wrap: break-word; }
.text { text-align: left; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.table { overflow-x: auto; }
td b { font-weight: 600; }
td small, th small { display: block; color: var(--soft); font-size: 12px; font-weight: 400; }
@media (max-width: 640px) {
  main { padding: 24px 16px 64px; }
  section { margin-top: 40px; }
  .verdict { font-size: 21px; }
  .figures-strip { grid-template-columns: 1fr 1fr; gap: 20px 16px; }
  .figures-strip dd { font-size: 24px; }
  .facts div { grid-template-columns: 104px 1fr; }
  table, tbody, caption, tbody th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px 12px; padding: 12px 0; border-bottom: 1px solid var(--rule); }
  tbody th, td { padding: 0; border: 0; }
  tbody th { grid-column: 1 / -1; }
  td.number, td.text { min-width: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  td::before { display: block; content: attr(data-label); color: var(--soft); font-size: 12px; }
  td:has(.blank:empty), td:has(.zero) { display: none; }
}
@media print {
  :root { --paper: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb; --wash: #f5f5f5; --cold: #0067a3; --warm: #b34a00; --unknown: #626a73; --bad: #b3203a; --bad-wash: #ffffff; color-scheme: light; }
  body { font-size: 10pt; }
  .table { overflow: visible; }
  table { font-size: 9pt; }
  td small, th small, thead th { font-size: 8pt; }
  th, td { padding-left: 8px; }
  main { max-width: none; padding: 0; }
  section { margin-top: 28px; }
  figure, tr, .alarm, .figures-strip { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
}
`;
