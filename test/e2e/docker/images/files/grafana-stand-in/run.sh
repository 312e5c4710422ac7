#!/bin/sh
exec node /stand-in.js
