"""Requirements and prohibitions of Despacho 8632/2014 as executable rules, named after the checklist."""
