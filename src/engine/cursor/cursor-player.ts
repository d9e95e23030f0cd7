import {type Cursor, type CursorMove, followingCursor, speeds} from '../../insight/cursor.ts';
import {endOf} from '../../insight/window.ts';
import type {Series} from '../../series/series.ts';
import {playThrough} from './play-through.ts';

/** The log that the cursor moves over, in its current state. */
export type CursorGround = {
	readonly series: Series;
	/**
	The time to follow: that of the newest event, or now in a live log. `undefined` before the first event and in a log
	without times.
	*/
	readonly endMs: number | undefined;
	/** Whether time passes at the end of the log without being played. */
	readonly isLive: boolean;
	/** Whether there is more to read. */
	readonly isOpen: boolean;
};

type State =
	| {readonly type: 'following'}
	| {readonly type: 'standing'; readonly atMs: number}
	/** The cursor was at `atMs` when the clock showed `sinceMs`. */
	| {readonly type: 'playing'; readonly atMs: number; readonly sinceMs: number};

const silenceMs = 2000; // screen time; any longer and playback would look stuck
const skipShownMs = 3000; // long enough to read
const minuteMs = 60_000;
const slowest = speeds[0] ?? 1;
const fastest = speeds.at(-1) ?? 1;

/** The cursor's position. The caller moves it and supplies the clock it plays by. */
export class CursorPlayer {
	#state: State = {type: 'following'};
	#speed = followingCursor.speed;
	#skipped: {readonly ms: number; readonly untilMs: number} | undefined;

	/** @param nowMs - Real time from any monotonic clock. */
	move(move: CursorMove, ground: CursorGround, nowMs: number): void {
		this.#advance(ground, nowMs);
		const {mode, atMs} = this.at(ground, nowMs);
		const {series, isLive} = ground;
		switch (move.type) {
			case 'follow':
				this.#state = {type: 'following'};
				break;
			case 'go-to':
				this.#state = {type: 'standing', atMs: move.atMs};
				break;
			case 'go-to-start':
				this.#state = {type: 'standing', atMs: Number.NEGATIVE_INFINITY};
				break;
			case 'step':
				if (atMs !== undefined) {
					this.#stepTo(series.bucketOf(atMs) + bucketsOf(move, series.stepMs), ground);
				}
				break;
			case 'play':
				this.#play(ground, nowMs);
				break;
			case 'pause':
				this.#pause(atMs, ground);
				break;
			case 'toggle-play':
				if (mode === 'playing' || (mode === 'following' && isLive)) {
					this.#pause(atMs, ground);
				} else {
					this.#play(ground, nowMs);
				}
				break;
			case 'set-speed':
				this.#speed = Math.max(slowest, Math.min(move.speed, fastest));
				break;
			case 'change-speed':
				this.#speed =
					(move.by > 0 ? speeds.find(speed => speed > this.#speed) : speeds.findLast(speed => speed < this.#speed)) ?? this.#speed;
				break;
		}
		if (this.#state.type !== 'playing') {
			this.#skipped = undefined;
		}
	}

	/** The current position. A cursor that reaches the end of an ended log follows from then on. */
	at(ground: CursorGround, nowMs: number): Cursor {
		this.#advance(ground, nowMs);
		const {series, endMs} = ground;
		const state = this.#state;
		const following = {...followingCursor, atMs: endMs, speed: this.#speed};
		if (state.type === 'following' || endMs === undefined) {
			return following;
		}
		const bucket = Math.max(series.bucketOf(series.fromMs ?? endMs), series.bucketOf(state.atMs));
		if (isPastEnd(bucket, ground)) {
			return state.type === 'playing' ? {...following, mode: 'playing', skippedMs: this.#skippedAt(nowMs)} : following;
		}
		const atMs = endOf(series, bucket) - 1;
		return {
			mode: state.type,
			atMs,
			speed: this.#speed,
			behindMs: Math.max(0, endMs - atMs),
			skippedMs: this.#skippedAt(nowMs),
		};
	}

	#skippedAt(nowMs: number): number | undefined {
		return this.#skipped !== undefined && nowMs < this.#skipped.untilMs ? this.#skipped.ms : undefined;
	}

	/** At the end, a file plays from its start again; a live log already plays as it comes in. */
	#play({isLive}: CursorGround, nowMs: number): void {
		const state = this.#state;
		if (state.type === 'standing' || (state.type === 'following' && !isLive)) {
			this.#state = {type: 'playing', atMs: state.type === 'standing' ? state.atMs : Number.NEGATIVE_INFINITY, sinceMs: nowMs};
		}
	}

	#pause(atMs: number | undefined, {isLive}: CursorGround): void {
		if (atMs !== undefined && (isLive || this.#state.type !== 'following')) {
			this.#state = {type: 'standing', atMs};
		}
	}

	#stepTo(bucket: number, ground: CursorGround): void {
		const {series, endMs} = ground;
		const isPast = endMs === undefined || bucket > series.bucketOf(endMs) || isPastEnd(bucket, ground);
		this.#state = isPast ? {type: 'following'} : {type: 'standing', atMs: bucket * series.stepMs};
	}

	#advance(ground: CursorGround, nowMs: number): void {
		const state = this.#state;
		const {series, endMs, isOpen} = ground;
		if (state.type === 'playing') {
			this.#state = endMs === undefined || state.atMs > endMs ? {...state, sinceMs: nowMs} : this.#played(state, {...ground, endMs}, nowMs);
		}
		const atMs = this.#state.type === 'following' ? endMs : this.#state.atMs;
		if (!isOpen && (atMs === undefined || isPastEnd(series.bucketOf(atMs), ground))) {
			this.#state = {type: 'following'};
		}
	}

	#played(from: Extract<State, {type: 'playing'}>, ground: CursorGround & {readonly endMs: number}, nowMs: number): State {
		const {series, endMs} = ground;
		const start = {fromMs: Math.max(from.atMs, series.fromMs ?? endMs), byMs: (nowMs - from.sinceMs) * this.#speed};
		const {toMs, skippedMs} = playThrough(series.tally.timeline, {
			...start,
			endMs,
			stepMs: series.stepMs,
			silenceMs: silenceMs * this.#speed,
		});
		if (skippedMs > 0) {
			this.#skipped = {ms: skippedMs, untilMs: nowMs + skipShownMs};
		}
		return ground.isLive && toMs >= endMs ? {type: 'following'} : {type: 'playing', atMs: toMs, sinceMs: nowMs};
	}
}

/** In a log that has ended, its last bucket counts as the end. */
function isPastEnd(bucket: number, {series, endMs, isOpen}: CursorGround): boolean {
	const last = endMs === undefined ? Number.NEGATIVE_INFINITY : series.bucketOf(endMs);
	return bucket > last || (bucket === last && !isOpen);
}

function bucketsOf({by, unit}: Extract<CursorMove, {type: 'step'}>, stepMs: number): number {
	switch (unit) {
		case 'bucket':
			return by;
		case 'minute':
			return by * Math.max(1, Math.round(minuteMs / stepMs));
	}
}
