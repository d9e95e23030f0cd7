import {zoneClock} from '../../shared/time-zone.ts';
import type {ReadOptions} from '../read-options.ts';
import {type TimeFormat, timeFormat} from './time-format.ts';
import {parseTimestamp, plausible} from './timestamp.ts';

/** Reads the times of one stream of lines. */
export class TimeReader {
	/**
	The time of the line before, which a local time that occurs twice goes on from. Lines that are not parsed in the order of their stream
	need it set.
	*/
	lastMs: number | undefined;
	readonly #timeZone: string;
	/** The form of `--time-format`. */
	readonly form: TimeFormat | undefined;

	constructor({timeZone, timeFormat: format}: Pick<ReadOptions, 'timeZone' | 'timeFormat'>) {
		this.#timeZone = timeZone;
		this.form = format === undefined ? undefined : timeFormat(format);
	}

	/** The instant of a value that is a time. A text is first read in the form of `--time-format`. */
	read(value: unknown): number | undefined {
		return (typeof value === 'string' ? this.readAs(this.form, value) : undefined) ?? parseTimestamp(value, this.#timeZone, this.lastMs);
	}

	/** The instant of a text of a form that is given. */
	readAs(format: TimeFormat | undefined, text: string): number | undefined {
		const written = format?.read(text, Date.now());
		if (written === undefined) {
			return undefined;
		}
		const {wallMs, offsetMs} = written;
		const timeMs = offsetMs === undefined ? zoneClock(this.#timeZone)?.instantOf(wallMs, this.lastMs) : wallMs - offsetMs;
		return timeMs === undefined ? undefined : plausible(timeMs);
	}
}
