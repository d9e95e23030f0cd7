/** Shown for an unknown value. `0` is a value. */
export const unknownText = '--';

/** A count in groups of three: `12 300`. Over 15 digits in powers: `1.8e308`. */
export function formatCount(count: number | undefined): string {
	if (!isKnown(count)) {
		return unknownText;
	}

	const rounded = Math.round(count);
	return Math.abs(rounded) >= 1e15 ? powerForm(rounded) : grouped(Math.abs(rounded), rounded < 0);
}

/** A count in at most `width` cells if possible: `12 300`, or else `12.3k`. */
export function formatCountWithin(count: number | undefined, width: number): string {
	const full = formatCount(count);
	return full.length <= width || !isKnown(count) ? full : compact(count);
}

/** Records per second: `0.04`, `9.4`, `5 210`. */
export function formatRate(rps: number | undefined): string {
	if (!isKnown(rps) || Math.abs(rps) >= 9.95 || rps === 0) {
		return formatCount(rps);
	}

	return rps.toFixed(Math.abs(rps) < 0.095 ? 2 : 1);
}

/** A ratio 0..1 as `98.7%`, or `100%` with `decimals` 0. Only zero is `0%`, and only one is `100%`. */
export function formatPercent(ratio: number | undefined, decimals = 0): string {
	if (!isKnown(ratio)) {
		return unknownText;
	}

	const percent = ratio * 100;
	if (!Number.isFinite(percent) || Math.abs(percent) >= 1e6) {
		return `${powerForm(ratio)}x`;
	}

	const least = 10 ** -decimals;
	if (percent > 0 && percent < least / 2) {
		return `<${least}%`;
	}

	const bounded = percent < 100 ? Math.min(percent, 100 - least) : percent;
	const shown = bounded.toFixed(decimals);
	return `${shown === '-0' ? '0' : shown.replace(/^(\d+)\.0+$/, '$1')}%`;
}

/** Milliseconds as a bare number for a column headed `ms`: `0.4`, `121`, `2 004`. */
export function formatMs(ms: number | undefined): string {
	return isKnown(ms) && Math.abs(ms) < 9.95 && ms !== 0 ? ms.toFixed(Math.abs(ms) < 0.095 ? 2 : 1) : formatCount(ms);
}

/** A duration of work: `0.4ms`, `12.3ms`, `350ms`, `2.1s`, then like an age. */
export function formatElapsed(ms: number | undefined): string {
	if (!isKnown(ms)) {
		return unknownText;
	}

	const size = Math.abs(ms);
	if (size < 999.5) {
		return `${trimZero(ms.toFixed(size < 0.095 && size > 0 ? 2 : size < 99.95 ? 1 : 0))}ms`;
	}

	return size < 59_950 ? `${trimZero((ms / 1000).toFixed(1))}s` : formatAge(ms);
}

/** An age in whole seconds: `0s`, `42s`, `6m29s`, `2h05m`, `3d04h`. A negative age (clocks differ) is `0s`. */
export function formatAge(ms: number | undefined): string {
	if (!isKnown(ms)) {
		return unknownText;
	}

	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 60) {
		return `${seconds}s`;
	}

	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) {
		return `${minutes}m${twoDigits(seconds % 60)}s`;
	}

	const hours = Math.floor(minutes / 60);
	if (hours < 24) {
		return `${hours}h${twoDigits(minutes % 60)}m`;
	}

	const days = Math.floor(hours / 24);
	return days < 100_000 ? `${days}d${twoDigits(hours % 24)}h` : `${powerForm(days)}d`;
}

/** A configured span: `60s`, `5m`, `1h30m`, `250ms`. */
export function formatSpan(ms: number): string {
	if (ms < 1000) {
		return `${Math.round(ms)}ms`;
	}

	return ms < 120_000 ? `${Math.round(ms / 1000)}s` : formatAge(ms).replace(/^(\d+\D)00\D$/, '$1');
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes, 1024 to the KB: `512 B`, `87.3 KB`, `142 MB`. */
export function formatBytes(bytes: number | undefined): string {
	if (!isKnown(bytes)) {
		return unknownText;
	}

	let size = bytes;
	let unit = 0;
	while (Math.abs(size) >= 1000 && unit < byteUnits.length - 1) {
		size /= 1024;
		unit++;
	}

	if (Math.abs(size) >= 1e6) {
		return `${powerForm(size)} PB`;
	}

	return `${unit > 0 && Math.abs(size) < 99.95 ? trimZero(size.toFixed(1)) : Math.round(size)} ${byteUnits[unit] ?? 'PB'}`;
}

function isKnown(value: number | undefined): value is number {
	return value !== undefined && Number.isFinite(value);
}

function grouped(whole: number, isNegative: boolean): string {
	return (isNegative ? '-' : '') + String(whole).replace(/\B(?=(?:\d{3})+$)/g, ' ');
}

const compactUnits = ['', 'k', 'M', 'G', 'T'] as const;

function compact(count: number): string {
	let size = count;
	let unit = 0;
	while (Math.abs(size) >= 999.5 && unit < compactUnits.length - 1) {
		size /= 1000;
		unit++;
	}

	if (Math.abs(size) >= 999.5) {
		return powerForm(count);
	}

	return `${Math.abs(size) < 9.95 ? trimZero(size.toFixed(1)) : Math.round(size)}${compactUnits[unit] ?? ''}`;
}

function powerForm(value: number): string {
	return value.toExponential(1).replace('e+', 'e');
}

function trimZero(decimal: string): string {
	return decimal.replace(/\.0+$/, '');
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
