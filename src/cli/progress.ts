import { type Options, Presets, SingleBar } from 'cli-progress';

/** A progress bar on a terminal, plain lines elsewhere; silent for what a machine reads. */
export function progress(enabled: boolean): {
  readonly step: (done: number, total: number, label: string) => void;
  readonly stop: () => void;
} {
  if (!enabled) return { step: () => {}, stop: () => {} };
  if (!process.stderr.isTTY) {
    let last = '';
    return {
      step: (done, total, label) => {
        if (label !== last) process.stderr.write(`${done}/${total} ${label}\n`);
        last = label;
      },
      stop: () => {},
    };
  }
  const options: Options = {
    format: '{bar} {percentage}% · {label} · {duration_formatted}',
    stream: process.stderr,
    hideCursor: true,
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  let started = false;
  return {
    step: (done, total, label) => {
      if (started) bar.setTotal(total);
      else bar.start(total, done, { label });
      started = true;
      bar.update(done, { label });
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
