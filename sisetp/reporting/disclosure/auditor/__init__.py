"""Independent audit of everything published: bounds an attacker can reach, over the union of all releases.

Ask `checks.audit(Caso)`; it shares no code with the planner it audits, and reads plain data (`model`).
"""
