import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

/** The cells of a bucket: lines that are no events, and those of them that were not understood. */
export const texts = {lines: 1, notUnderstood: 2} as const;

const layout = {
	stride: 3,
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		for (const column of [texts.lines, texts.notUnderstood]) {
			into[at + column] = (into[at + column] ?? 0) + (from[of + column] ?? 0);
		}
	},
} as const;

/** What is counted of lines that are no events. */
export class Texts {
	readonly timeline: Timeline;

	constructor(usage: Usage) {
		this.timeline = new Timeline(layout, usage);
	}

	add(bucket: number, {lines, notUnderstood}: {readonly lines: number; readonly notUnderstood: number}): void {
		const at = this.timeline.at(bucket);
		const {cells} = this.timeline;
		cells[at + texts.lines] = (cells[at + texts.lines] ?? 0) + lines;
		cells[at + texts.notUnderstood] = (cells[at + texts.notUnderstood] ?? 0) + notUnderstood;
	}

	toData(): TimelineData {
		return this.timeline.toData();
	}

	merge(right: TimelineData): void {
		this.timeline.merge(right);
	}

	halve(): void {
		this.timeline.halve();
	}
}
