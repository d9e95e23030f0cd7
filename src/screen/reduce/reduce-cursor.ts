import type {CursorMove} from '../../insight/cursor.ts';
import {logSpan} from '../state/log-span.ts';
import type {Frame} from '../state/store.ts';
import type {Instant, UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {followLog, startOfLog} from './move-in-log.ts';

const noTimes = 'this log has no times: there is no cursor to move';
const markName = /^[a-z0-9']$/i;

/** The cursor moved by a key; the log goes with it. */
export function moveCursor(ui: UiState, move: CursorMove, {frame}: UiContext): UiStep {
	if (isTimeless(frame)) {
		return only({...ui, message: noTimes});
	}
	return {ui: {...ui, log: move.type === 'change-speed' ? ui.log : followLog}, effects: [{type: 'cursor', move}]};
}

/** To the first line, and the cursor with it. */
export function goToStart(ui: UiState, {frame}: UiContext): UiStep {
	return {
		ui: {...remembering(ui, frame), log: startOfLog},
		effects: isTimeless(frame) ? [] : [{type: 'cursor', move: {type: 'go-to-start'}}],
	};
}

/** To the newest line, going on with what comes. */
export function goToEnd(ui: UiState, {frame}: UiContext): UiStep {
	return {
		ui: {...remembering(ui, frame), log: followLog},
		effects: isTimeless(frame) ? [] : [{type: 'cursor', move: {type: 'follow'}}],
	};
}

/** To a time that was typed, or that something on the screen stands for. */
export function goToTime(ui: UiState, atMs: number, context: UiContext): UiStep {
	const {frame} = context;
	const span = logSpan(frame);
	const isOutside = span !== undefined && !span.isReading && (atMs < span.fromMs || atMs > span.endMs + 1000);
	const message = isOutside ? 'that is outside the log: this is its nearest end' : ui.message;
	return moveCursor({...remembering(ui, frame), message}, {type: 'go-to', atMs}, context);
}

/** Waits for the name of a mark. */
export function awaitMark(ui: UiState, purpose: 'set' | 'go-to', {frame}: UiContext): UiStep {
	if (isTimeless(frame)) {
		return only({...ui, message: noTimes});
	}
	const names = Object.keys(ui.marks).sort().join(' ');
	const message =
		purpose === 'set' ? 'mark: a letter or a digit names it' : names === '' ? 'there is no mark yet: m sets one' : `to a mark: ${names}`;
	return only({...ui, message, awaits: names === '' && purpose === 'go-to' ? undefined : purpose});
}

/** Marks the cursor's instant under a name, or goes to the one that has it. `'` is where the cursor was before the last jump. */
export function nameMark(ui: UiState, purpose: 'set' | 'go-to', name: string, context: UiContext): UiStep {
	if (!markName.test(name)) {
		return only({...ui, message: 'a mark has a letter or a digit for its name'});
	}
	const {frame} = context;
	if (purpose === 'set') {
		const instant = instantOf(frame);
		return only(
			instant === undefined || name === "'"
				? {...ui, message: 'nothing to mark yet'}
				: {...ui, marks: {...ui.marks, [name]: instant}, message: `marked: '${name} comes back here`},
		);
	}
	const instant = ui.marks[name];
	if (instant === undefined) {
		return only({...ui, message: `no mark ${name}`});
	}
	return instant === 'end' ? goToEnd(ui, context) : moveCursor(remembering(ui, frame), {type: 'go-to', atMs: instant}, context);
}

/** Before a jump, where it starts from: `''` comes back. */
export function remembering(ui: UiState, frame: Frame): UiState {
	const instant = instantOf(frame);
	return instant === undefined ? ui : {...ui, marks: {...ui.marks, "'": instant}};
}

function instantOf({snapshot, cursor}: Frame): Instant | undefined {
	return cursor.mode !== 'following' ? cursor.atMs : snapshot.atMs === undefined ? undefined : 'end';
}

/** Lines came, and none with a time. */
function isTimeless({snapshot}: Frame): boolean {
	return snapshot.atMs === undefined && snapshot.source.events > 0;
}
