/**
The look of text: its SGR parameters relative to a plain pen, attributes before the colour. `''` is plain.

It is a value, not bytes: looks are compared cell by cell, and only become escape sequences when the differences are
written.
*/
export type Style = string;
