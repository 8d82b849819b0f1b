/** Saves the data of a chart as a file, without asking anybody for it. */
import type { JSX } from 'preact';

export function DownloadButton({
  name,
  toCsv,
}: {
  readonly name: string;
  readonly toCsv: () => string;
}): JSX.Element {
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([toCsv()], { type: 'text/csv' }));
    link.download = `${toFileName(`${document.title} ${name}`)}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <button type="button" class="quiet" onClick={save} aria-label={`Download the data of ${name} as CSV`}>
      CSV
    </button>
  );
}

function toFileName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 100);
}
