export {type CommandState, type OnOutput, type RunningCommand, readCommand, startCommand} from './command.ts';
export {type FileReading, readFile} from './file.ts';
export {followFile} from './follow.ts';
export {closePart, type FollowEvent, type FollowedPart, type Following} from './follow-event.ts';
export {closeFile, isReadOnce, type OpenedFile, openFile} from './open-file.ts';
export {shrunkProblem, upToFailure, upToSize} from './part-problems.ts';
export {readAt} from './read-at.ts';
export {isStdinReadOnce, readStdin} from './stdin.ts';
export {readStretch, type Stretch} from './stretch.ts';
