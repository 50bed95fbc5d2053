"""SISETP: information system of the NETP and PAAHM network."""
