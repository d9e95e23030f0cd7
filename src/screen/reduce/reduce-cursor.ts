import type {CursorMove} from '../../insight/cursor.ts';
import {logSpan} from '../state/log-span.ts';
import type {Frame} from '../state/store.ts';
import type {Instant, UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {followLog, startOfLog} from './move-in-log.ts';

function noTimes({snapshot: {source}}: Frame): string {
	return source.unreadTime === undefined
		? 'this log has no timestamps, so there is no cursor to move'
		: 'the times of this log could not be read (see --time-format): no cursor to move';
}

const markName = /^[a-z0-9']$/i;

/** Moves the cursor; the log moves with it. */
export function moveCursor(ui: UiState, move: CursorMove, {frame}: UiContext): UiStep {
	if (isTimeless(frame)) {
		return only({...ui, message: noTimes(frame)});
	}
	return {ui: {...ui, log: move.type === 'change-speed' ? ui.log : followLog}, effects: [{type: 'cursor', move}]};
}

/** Goes to the first line, with the cursor. */
export function goToStart(ui: UiState, {frame}: UiContext): UiStep {
	return {
		ui: {...remembering(ui, frame), log: startOfLog},
		effects: isTimeless(frame) ? [] : [{type: 'cursor', move: {type: 'go-to-start'}}],
	};
}

/** Goes to the newest line and follows new ones. */
export function goToEnd(ui: UiState, {frame}: UiContext): UiStep {
	return {
		ui: {...remembering(ui, frame), log: followLog},
		effects: isTimeless(frame) ? [] : [{type: 'cursor', move: {type: 'follow'}}],
	};
}

/** Goes to a time that was typed or picked on the screen. */
export function goToTime(ui: UiState, atMs: number, context: UiContext): UiStep {
	const {frame} = context;
	const span = logSpan(frame);
	const isOutside = span !== undefined && !span.isReading && (atMs < span.fromMs || atMs > span.endMs + 1000);
	const message = isOutside ? 'outside the log, moved to its nearest end' : ui.message;
	return moveCursor({...remembering(ui, frame), message}, {type: 'go-to', atMs}, context);
}

/** Waits for a mark's name. */
export function awaitMark(ui: UiState, purpose: 'set' | 'go-to', {frame}: UiContext): UiStep {
	if (isTimeless(frame)) {
		return only({...ui, message: noTimes(frame)});
	}
	const names = Object.keys(ui.marks).sort().join(' ');
	const message =
		purpose === 'set' ? 'mark: press a letter or digit' : names === '' ? 'no marks yet: press m to set one' : `go to mark: ${names}`;
	return only({...ui, message, awaits: names === '' && purpose === 'go-to' ? undefined : purpose});
}

/**
Marks the cursor's instant under a name, or goes to the mark of that name. Mark `'` is where the last jump started.
*/
export function nameMark(ui: UiState, purpose: 'set' | 'go-to', name: string, context: UiContext): UiStep {
	if (!markName.test(name)) {
		return only({...ui, message: 'a mark needs a letter or digit as its name'});
	}
	const {frame} = context;
	if (purpose === 'set') {
		const instant = instantOf(frame);
		return only(
			instant === undefined || name === "'"
				? {...ui, message: 'nothing to mark yet'}
				: {...ui, marks: {...ui.marks, [name]: instant}, message: `marked: '${name} returns here`},
		);
	}
	const instant = ui.marks[name];
	if (instant === undefined) {
		return only({...ui, message: `no mark ${name}`});
	}
	return instant === 'end' ? goToEnd(ui, context) : moveCursor(remembering(ui, frame), {type: 'go-to', atMs: instant}, context);
}

/** Remembers where a jump starts, so that `''` can return there. */
export function remembering(ui: UiState, frame: Frame): UiState {
	const instant = instantOf(frame);
	return instant === undefined ? ui : {...ui, marks: {...ui.marks, "'": instant}};
}

function instantOf({snapshot, cursor}: Frame): Instant | undefined {
	return cursor.mode !== 'following' ? cursor.atMs : snapshot.atMs === undefined ? undefined : 'end';
}

/** There are events, but none has a time. */
function isTimeless({snapshot}: Frame): boolean {
	return snapshot.atMs === undefined && snapshot.source.events > 0;
}
