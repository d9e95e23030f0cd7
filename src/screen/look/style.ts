/**
The look of text: the SGR parameters that make it from a plain pen, attributes before the colour. `''` is plain.

A value, not bytes: looks are compared cell by cell, and become an escape sequence only where the difference to the screen is written.
*/
export type Style = string;
